#include "vidimus-address.h"

typedef struct
{
  const char *address;
  gboolean    is_public;
} Case;

static const Case cases[] = {
  { "0.0.0.0", FALSE }, { "0.1.2.3", FALSE }, { "1.1.1.1", TRUE }, { "8.8.8.8", TRUE }, { "9.255.255.255", TRUE },
  { "10.0.0.0", FALSE }, { "10.255.255.255", FALSE }, { "11.0.0.0", TRUE },
  { "100.63.255.255", TRUE }, { "100.64.0.0", FALSE }, { "100.127.255.255", FALSE }, { "100.128.0.0", TRUE },
  { "126.255.255.255", TRUE }, { "127.0.0.1", FALSE }, { "127.255.255.255", FALSE }, { "128.0.0.1", TRUE },
  { "169.253.255.255", TRUE }, { "169.254.169.254", FALSE }, { "169.255.0.0", TRUE },
  { "172.15.255.255", TRUE }, { "172.16.0.1", FALSE }, { "172.31.255.255", FALSE }, { "172.32.0.0", TRUE },
  { "192.0.0.8", FALSE }, { "192.0.1.1", TRUE }, { "192.0.2.1", FALSE }, { "192.88.99.1", FALSE }, { "192.88.98.1", TRUE },
  { "192.167.255.255", TRUE }, { "192.168.0.1", FALSE }, { "192.168.255.255", FALSE }, { "192.169.0.0", TRUE },
  { "198.17.255.255", TRUE }, { "198.18.0.1", FALSE }, { "198.19.255.255", FALSE }, { "198.20.0.0", TRUE },
  { "198.51.100.7", FALSE }, { "203.0.113.9", FALSE }, { "203.0.114.1", TRUE },
  { "223.255.255.255", TRUE }, { "224.0.0.1", FALSE }, { "239.255.255.255", FALSE }, { "240.0.0.1", FALSE },
  { "255.255.255.255", FALSE },
  { "::", FALSE }, { "::1", FALSE }, { "::2", FALSE }, { "::ffff:8.8.8.8", FALSE }, { "::ffff:127.0.0.1", FALSE },
  { "::127.0.0.1", FALSE }, { "64:ff9b::8.8.8.8", FALSE }, { "64:ff9b::7f00:1", FALSE }, { "64:ff9b:1::1", FALSE },
  { "100::1", FALSE }, { "2000::1", TRUE }, { "2001::1", FALSE }, { "2001:1::1", FALSE }, { "2001:20::1", FALSE },
  { "2001:1ff:ffff::1", FALSE }, { "2001:200::1", TRUE }, { "2001:db8::1", FALSE }, { "2001:db9::1", TRUE },
  { "2001:4860:4860::8888", TRUE }, { "2002:7f00:1::", FALSE }, { "2002:808:808::", FALSE }, { "2003::1", TRUE },
  { "2606:4700:4700::1111", TRUE }, { "3fff::1", FALSE }, { "3fff:fff:ffff::1", FALSE }, { "3fff:1000::1", TRUE },
  { "4000::1", FALSE }, { "5f00::1", FALSE }, { "fc00::1", FALSE }, { "fdff::1", FALSE }, { "fe00::1", FALSE },
  { "fe80::1", FALSE }, { "febf::1", FALSE }, { "fec0::1", FALSE }, { "ff02::1", FALSE },
};

static void
test_public (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (cases), >=, 40);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GInetAddress) address = g_inet_address_new_from_string (cases[i].address);
      const char *what = NULL;

      g_assert_nonnull (address);
      g_test_message ("%s", cases[i].address);
      g_assert_cmpint (vidimus_address_is_public (address, &what), ==, cases[i].is_public);
      g_assert_true ((what == NULL) == cases[i].is_public);
    }
}

static void
test_cut (void)
{
  static const char *const rows[][3] = {
    { "192.0.2.77", "192.0.2.0/24", "192.0.2.77" },
    { "::ffff:192.0.2.77", "192.0.2.0/24", "192.0.2.77" },
    { "2001:db8:1:2:3:4:5:6", "2001:db8:1::/48", "2001:db8:1:2::" },
    { "127.0.0.1", "127.0.0.0/24", "127.0.0.1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GInetAddress) address = g_inet_address_new_from_string (rows[i][0]);
      g_autofree char *cut = vidimus_address_truncate (address);
      g_autofree char *key = vidimus_address_get_key (address);

      g_assert_cmpstr (cut, ==, rows[i][1]);
      g_assert_cmpstr (key, ==, rows[i][2]);
    }
}

static void
test_loopback (void)
{
  static const Case rows[] = { { "127.0.0.1", TRUE }, { "127.3.4.5", TRUE }, { "::1", TRUE }, { "::ffff:127.0.0.1", TRUE },
                               { "10.0.0.1", FALSE }, { "::ffff:10.0.0.1", FALSE }, { "::", FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GInetAddress) address = g_inet_address_new_from_string (rows[i].address);

      g_assert_cmpint (vidimus_address_is_loopback (address), ==, rows[i].is_public);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/address/public", test_public);
  g_test_add_func ("/address/cut", test_cut);
  g_test_add_func ("/address/loopback", test_loopback);

  return g_test_run ();
}
