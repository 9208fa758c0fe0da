/* Packets with descriptors between our own processes: SOCK_SEQPACKET pairs, so that a packet is whole or absent. */
#pragma once

#include "vidimus-job.h"

G_BEGIN_DECLS

/* What the front, the nursery and the workers say to each other. */
typedef enum
{
  VIDIMUS_PACKET_SPAWN = 1, /* front → nursery: one more worker */
  VIDIMUS_PACKET_HELLO,     /* nursery → front: confined, before warming; value: Landlock ABI, bits: seccomp */
  VIDIMUS_PACKET_READY,     /* nursery → front: warm; bits: OCR languages that are missing */
  VIDIMUS_PACKET_WORKER,    /* nursery → front: value: its pid; descriptors: its channel, its pidfd */
  VIDIMUS_PACKET_EXITED,    /* nursery → front: value: the pid, bits: the wait status */
  VIDIMUS_PACKET_JOB,       /* front → worker: bits: VidimusJobFlags; size: of the image, the descriptor */
  VIDIMUS_PACKET_CANCEL,    /* front → worker: the job of that serial is not wanted any more */
  VIDIMUS_PACKET_ANSWER,    /* worker → front: size: of the whole answer; a piece of it follows the head */
} VidimusPacketKind;

typedef struct
{
  guint32 kind;
  guint32 serial;
  gint32  value;
  guint32 bits;
  guint64 size;
} VidimusPacket;

#define VIDIMUS_PACKET_PIECE    (32 * 1024) /* bytes of an answer in one packet */
#define VIDIMUS_CHANNEL_MAX_FDS 2

gboolean vidimus_channel_pair    (int                  *a,
                                  int                  *b);
gboolean vidimus_channel_send    (int                   fd,
                                  const VidimusPacket  *packet,
                                  gconstpointer         piece,
                                  gsize                 length,
                                  const int            *fds,
                                  guint                 n_fds,
                                  int                   flags);
gssize   vidimus_channel_receive (int                   fd,
                                  VidimusPacket        *packet,
                                  gpointer              piece,
                                  gsize                 length,
                                  int                  *fds,
                                  int                   flags);

G_END_DECLS
