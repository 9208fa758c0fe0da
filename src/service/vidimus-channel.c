#include "vidimus-channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/**
 * vidimus_channel_pair:
 *
 * Two connected ends, close-on-exec.
 *
 * Returns: %FALSE with errno set when there are none to be had
 */
gboolean
vidimus_channel_pair (int *a,
                      int *b)
{
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
    return FALSE;

  *a = fds[0];
  *b = fds[1];
  return TRUE;
}

/**
 * vidimus_channel_send:
 * @piece: (nullable): bytes that follow the packet's head
 * @fds: (nullable): at most %VIDIMUS_CHANNEL_MAX_FDS descriptors; they stay the caller's
 * @flags: of sendmsg(), such as MSG_DONTWAIT
 *
 * Returns: whether the packet went out whole; errno is set otherwise
 */
gboolean
vidimus_channel_send (int                   fd,
                      const VidimusPacket  *packet,
                      gconstpointer         piece,
                      gsize                 length,
                      const int            *fds,
                      guint                 n_fds,
                      int                   flags)
{
  struct iovec iov[2] = { { (gpointer) packet, sizeof *packet }, { (gpointer) piece, length } };
  struct msghdr message = { .msg_iov = iov, .msg_iovlen = length > 0 ? 2 : 1 };
  union
  {
    struct cmsghdr align;
    char           bytes[CMSG_SPACE (sizeof (int) * VIDIMUS_CHANNEL_MAX_FDS)];
  } control = { .bytes = { 0 } };
  gssize sent;

  g_assert (n_fds <= VIDIMUS_CHANNEL_MAX_FDS);

  if (n_fds > 0)
    {
      struct cmsghdr *head = &control.align;

      head->cmsg_level = SOL_SOCKET;
      head->cmsg_type = SCM_RIGHTS;
      head->cmsg_len = CMSG_LEN (sizeof (int) * n_fds);
      memcpy (CMSG_DATA (head), fds, sizeof (int) * n_fds);
      message.msg_control = control.bytes;
      message.msg_controllen = CMSG_SPACE (sizeof (int) * n_fds);
    }

  do
    sent = sendmsg (fd, &message, flags | MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);

  return sent == (gssize) (sizeof *packet + length);
}

static void
take_fds (struct msghdr *message,
          int           *fds)
{
  for (struct cmsghdr *head = CMSG_FIRSTHDR (message); head != NULL; head = CMSG_NXTHDR (message, head))
    if (head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS)
      {
        gsize n = (head->cmsg_len - CMSG_LEN (0)) / sizeof (int);

        for (gsize i = 0; i < n; i++)
          {
            int fd;

            memcpy (&fd, CMSG_DATA (head) + i * sizeof (int), sizeof fd);
            if (fds != NULL && i < VIDIMUS_CHANNEL_MAX_FDS)
              fds[i] = fd;
            else
              close (fd);
          }
      }
}

/**
 * vidimus_channel_receive:
 * @piece: (nullable): room for what follows the head
 * @fds: (nullable): room for %VIDIMUS_CHANNEL_MAX_FDS descriptors, now the caller's; −1 where none came
 * @flags: of recvmsg(), such as MSG_DONTWAIT
 *
 * Returns: the length of the piece, −1 with errno set; errno is 0 when the other end is closed, EPROTO when what
 *   came is no packet
 */
gssize
vidimus_channel_receive (int            fd,
                         VidimusPacket *packet,
                         gpointer       piece,
                         gsize          length,
                         int           *fds,
                         int            flags)
{
  struct iovec iov[2] = { { packet, sizeof *packet }, { piece, length } };
  union
  {
    struct cmsghdr align;
    char           bytes[CMSG_SPACE (sizeof (int) * VIDIMUS_CHANNEL_MAX_FDS)];
  } control;
  struct msghdr message = { .msg_iov = iov, .msg_iovlen = length > 0 ? 2 : 1,
                            .msg_control = control.bytes, .msg_controllen = sizeof control.bytes };
  gssize got;

  for (int i = 0; fds != NULL && i < VIDIMUS_CHANNEL_MAX_FDS; i++)
    fds[i] = -1;

  do
    got = recvmsg (fd, &message, flags | MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);

  if (got < 0)
    return -1;

  take_fds (&message, fds);
  if (got == 0)
    {
      errno = 0;
      return -1;
    }
  if (got < (gssize) sizeof *packet || (message.msg_flags & MSG_TRUNC) != 0)
    {
      for (int i = 0; fds != NULL && i < VIDIMUS_CHANNEL_MAX_FDS; i++)
        if (fds[i] >= 0)
          {
            close (fds[i]);
            fds[i] = -1;
          }
      errno = EPROTO;
      return -1;
    }

  return got - (gssize) sizeof *packet;
}
