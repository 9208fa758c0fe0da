#include "vidimus-results.h"

#include "vidimus-answer-page.h"
#include "vidimus-failure-page.h"
#include "vidimus-stack.h"
#include "vidimus-working-page.h"

#include <glib/gi18n-lib.h>

/* What is over sooner than this is not announced: nothing flickers. */
#define PATIENCE_MS 300

struct _VidimusResults
{
  GtkWidget           parent_instance;

  VidimusPolicy      *policy;      /* owned */
  VidimusDocument    *document;    /* owned, nullable */
  GSignalGroup       *signals;     /* owned; of the document */
  guint               patience_id; /* runs while work is younger than PATIENCE_MS */

  /* Template children */
  GtkStack           *stack;
  VidimusWorkingPage *working;
  VidimusAnswerPage  *answer;
  VidimusFailurePage *failure;
  GtkLabel           *unasked;
};

G_DEFINE_FINAL_TYPE (VidimusResults, vidimus_results, GTK_TYPE_WIDGET)

static gboolean
patience_cb (gpointer user_data)
{
  VidimusResults *self = VIDIMUS_RESULTS (user_data);

  self->patience_id = 0;
  vidimus_stack_show_only (self->stack, "working");

  return G_SOURCE_REMOVE;
}

static void
show_working (VidimusResults *self)
{
  vidimus_working_page_show (self->working, self->document);
  if (self->patience_id == 0 && g_strcmp0 (vidimus_results_get_page (self), "working") != 0)
    self->patience_id = g_timeout_add (PATIENCE_MS, patience_cb, self);
}

static void
show_settled (VidimusResults *self)
{
  VidimusDocumentState state = vidimus_document_get_state (self->document);

  if (state == VIDIMUS_DOCUMENT_FAILED)
    {
      vidimus_failure_page_set_error (self->failure, vidimus_document_get_error (self->document));
      vidimus_stack_show_only (self->stack, "failed");
    }
  else if (vidimus_document_get_answer (self->document) != NULL)
    {
      /* Also when asking again was cancelled: what was answered before still holds. */
      vidimus_answer_page_set_document (self->answer, self->document, self->policy);
      vidimus_stack_show_only (self->stack, "answer");
    }
  else
    {
      gtk_label_set_label (self->unasked, state == VIDIMUS_DOCUMENT_CANCELLED
                                            ? _("The request was cancelled.")
                                            : _("Nothing has been asked about this picture."));
      vidimus_stack_show_only (self->stack, "unasked");
    }
}

static void
update (VidimusResults *self)
{
  if (self->document != NULL && vidimus_document_is_busy (self->document))
    {
      show_working (self);
      return;
    }

  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (self->document != NULL)
    show_settled (self);
  else
    vidimus_stack_show_only (self->stack, "blank");
}

const char *
vidimus_results_get_page (VidimusResults *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

/**
 * vidimus_results_set_policy:
 *
 * The policy that verdicts are made with; the numbers of its cuts are shown.
 */
void
vidimus_results_set_policy (VidimusResults *self,
                            VidimusPolicy  *policy)
{
  g_return_if_fail (VIDIMUS_IS_RESULTS (self));
  g_return_if_fail (VIDIMUS_IS_POLICY (policy));

  if (g_set_object (&self->policy, policy))
    update (self);
}

/** vidimus_results_set_services: who could be asked instead, when an answer fails. */
void
vidimus_results_set_services (VidimusResults  *self,
                              VidimusServices *services)
{
  g_return_if_fail (VIDIMUS_IS_RESULTS (self));

  vidimus_failure_page_set_services (self->failure, services);
}

/**
 * vidimus_results_set_document:
 * @document: (nullable)
 *
 * Shows the state of @document, and follows it.
 */
void
vidimus_results_set_document (VidimusResults  *self,
                              VidimusDocument *document)
{
  g_return_if_fail (VIDIMUS_IS_RESULTS (self));

  if (!g_set_object (&self->document, document))
    return;

  /* What was said of another picture does not stay beside this one. */
  g_clear_handle_id (&self->patience_id, g_source_remove);
  vidimus_stack_show_only (self->stack, "blank");
  g_signal_group_set_target (self->signals, document);
  update (self);
}

VidimusAnswerPage *
vidimus_results_get_answer_page (VidimusResults *self)
{
  return self->answer;
}

/**
 * vidimus_results_toggle_alarm:
 *
 * Opens or closes the row of @alarm, when an answer is shown.
 */
void
vidimus_results_toggle_alarm (VidimusResults *self,
                              VidimusAlarm    alarm)
{
  g_return_if_fail (VIDIMUS_IS_RESULTS (self));

  if (g_strcmp0 (vidimus_results_get_page (self), "answer") == 0)
    vidimus_answer_page_toggle_alarm (self->answer, alarm);
}

static void
vidimus_results_dispose (GObject *object)
{
  VidimusResults *self = VIDIMUS_RESULTS (object);
  GtkWidget *child;

  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_object (&self->signals);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->document);
  g_clear_object (&self->policy);

  G_OBJECT_CLASS (vidimus_results_parent_class)->dispose (object);
}

static void
vidimus_results_class_init (VidimusResultsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vidimus_results_dispose;

  g_type_ensure (VIDIMUS_TYPE_WORKING_PAGE);
  g_type_ensure (VIDIMUS_TYPE_ANSWER_PAGE);
  g_type_ensure (VIDIMUS_TYPE_FAILURE_PAGE);
  gtk_widget_class_set_css_name (widget_class, "results");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vidimus/Vidimus/ui/vidimus-results.ui");
  gtk_widget_class_bind_template_child (widget_class, VidimusResults, stack);
  gtk_widget_class_bind_template_child (widget_class, VidimusResults, working);
  gtk_widget_class_bind_template_child (widget_class, VidimusResults, answer);
  gtk_widget_class_bind_template_child (widget_class, VidimusResults, failure);
  gtk_widget_class_bind_template_child (widget_class, VidimusResults, unasked);
}

static void
vidimus_results_init (VidimusResults *self)
{
  self->policy = vidimus_policy_new_default ();
  self->signals = g_signal_group_new (VIDIMUS_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::fraction", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::answer", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::corrected", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::evidence", G_CALLBACK (update), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  vidimus_stack_show_only (self->stack, "blank");
}
