#include "vidimus-pace-private.h"

struct _VidimusPace
{
  guint ceiling;     /* from 1 */
  guint limit;       /* 1 to @ceiling */
  guint n_under_way; /* can be over @limit after it was halved: nothing is broken off */
  guint n_answered;  /* since @limit changed, while all of it was used */
  guint round;       /* how often it was slowed down */
};

/**
 * vidimus_pace_new:
 * @ceiling: the most at once, from 1; where it begins
 *
 * Additive increase, multiplicative decrease, as TCP finds its share of a line whose width nobody tells: the vendor's
 * quota is shared, dynamic and unpublished.
 *
 * Returns: (transfer full): to be shared by the calls of one service
 */
VidimusPace *
vidimus_pace_new (guint ceiling)
{
  VidimusPace *self = g_rc_box_new0 (VidimusPace);

  self->ceiling = self->limit = MAX (ceiling, 1);

  return self;
}

/** vidimus_pace_ref: (transfer full). */
VidimusPace *
vidimus_pace_ref (VidimusPace *self)
{
  return g_rc_box_acquire (self);
}

/** vidimus_pace_unref: @self: (transfer full). */
void
vidimus_pace_unref (VidimusPace *self)
{
  g_rc_box_release (self);
}

/** vidimus_pace_set_ceiling: @ceiling: from 1; a limit that was as high as it could be goes along. */
void
vidimus_pace_set_ceiling (VidimusPace *self,
                          guint        ceiling)
{
  ceiling = MAX (ceiling, 1);
  self->limit = self->limit == self->ceiling ? ceiling : MIN (self->limit, ceiling);
  self->ceiling = ceiling;
}

/** vidimus_pace_get_limit: how many may be under way now. */
guint
vidimus_pace_get_limit (VidimusPace *self)
{
  return self->limit;
}

/** vidimus_pace_has_room: whether another call may begin. */
gboolean
vidimus_pace_has_room (VidimusPace *self)
{
  return self->n_under_way < self->limit;
}

/** vidimus_pace_begin: a call begins. Returns: the round that it belongs to. */
guint
vidimus_pace_begin (VidimusPace *self)
{
  self->n_under_way++;

  return self->round;
}

/**
 * vidimus_pace_end:
 * @answered: the service said something, and not that it is busy
 *
 * A call is over. A round of answers makes place for one more call, when all places were needed.
 */
void
vidimus_pace_end (VidimusPace *self,
                  gboolean     answered)
{
  g_assert (self->n_under_way > 0);

  if (answered && self->n_under_way >= self->limit && ++self->n_answered >= self->limit)
    {
      self->n_answered = 0;
      self->limit = MIN (self->limit + 1, self->ceiling);
    }
  self->n_under_way--;
}

/**
 * vidimus_pace_slow_down:
 * @round: (inout): of the call that was refused; when that changes, of its next attempt
 *
 * A call was refused for being too many: half of them from now on, at least one. Those that were sent before the last
 * such change say nothing new.
 */
void
vidimus_pace_slow_down (VidimusPace *self,
                        guint       *round)
{
  if (*round == self->round)
    {
      self->limit = MAX (self->limit / 2, 1);
      self->n_answered = 0;
      self->round++;
    }
  *round = self->round;
}
