#!/bin/sh
# test-with-camera.sh: cameras are there, come, go, and show something; nothing of them is left behind.
set -u
here=$(dirname "$(realpath "$0")")

listed () {
  pw-cli ls Node | sed -n 's/.*node.name = "\(test-camera.*\)"/\1/p' | sort | tr '\n' ' '
}
shows () { # five pictures
  timeout 60 gst-launch-1.0 -q pipewiresrc target-object="$1" num-buffers=5 ! video/x-raw,width=1280,height=720 ! fakesink
}
if [ "${1:-}" = inside ]; then
  set -e
  [ "$(listed)" = "test-camera-1 test-camera-2 " ]
  shows test-camera-2
  "$here/plug-camera" test-camera-3 "A third"
  [ "$(listed)" = "test-camera-1 test-camera-2 test-camera-3 " ]
  shows test-camera-3
  "$here/plug-camera" --out test-camera-1
  [ "$(listed)" = "test-camera-2 test-camera-3 " ]
  echo "$PIPEWIRE_RUNTIME_DIR" >"$2"
  exit 3
fi

number=0
failed=0
check () { # a title and a condition
  number=$((number + 1))
  title=$1
  shift
  if "$@"; then echo "ok $number $title"; else echo "not ok $number $title"; failed=1; fi
}
folder=$(mktemp)
trap 'rm -f "$folder"' EXIT
"$here/with-camera" --cameras 2 "$0" inside "$folder"
status=$?
if [ "$status" -eq 77 ]; then
  exit 77
fi
echo 1..6
check 'the status is the command’s' [ "$status" -eq 3 ]
check 'the folder had a name' [ -s "$folder" ]
check 'the folder is gone' [ ! -e "$(cat "$folder")" ]
check 'no camera if none is asked for' [ -z "$("$here/with-camera" --cameras 0 pw-cli ls Node)" ]
check 'the runtime folder at hand is kept' [ "$(XDG_RUNTIME_DIR=/tmp "$here/with-camera" printenv XDG_RUNTIME_DIR)" = /tmp ]
told=$("$here/with-camera" --cameras 0 sh -c 'kill -9 "$(pgrep -x -P "$PPID" pipewire)"; sleep 0.2; exit 3' 2>&1)
check 'that PipeWire had ended is told' [ "$told" = 'with-camera: PipeWire itself had ended, with status 137' ]
exit "$failed"
