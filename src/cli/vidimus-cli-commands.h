/* The commands of vidimus-cli, a file each: from the name of the command on, to the exit status of the program. */
#pragma once

int vidimus_cli_batch    (int    argc,
                          char **argv);
int vidimus_cli_classify (int    argc,
                          char **argv);
int vidimus_cli_evaluate (int    argc,
                          char **argv);
int vidimus_cli_profiles (int    argc,
                          char **argv);
int vidimus_cli_test     (int    argc,
                          char **argv);
