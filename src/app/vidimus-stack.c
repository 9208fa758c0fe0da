#include "vidimus-stack.h"

/**
 * vidimus_stack_show_only:
 * @name: of a page of @stack
 *
 * Shows that page. The others are hidden, not only behind: assistive technology finds what is seen and nothing else.
 */
void
vidimus_stack_show_only (GtkStack   *stack,
                         const char *name)
{
  GtkWidget *shown = gtk_stack_get_child_by_name (stack, name);

  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (stack, shown);
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_widget_set_visible (page, page == shown);
}

/** vidimus_revealer_show: likewise for a revealer's child, which comes by and by, and is gone at once. */
void
vidimus_revealer_show (GtkRevealer *revealer,
                       gboolean     show)
{
  gtk_widget_set_visible (gtk_revealer_get_child (revealer), show);
  gtk_revealer_set_reveal_child (revealer, show);
}
