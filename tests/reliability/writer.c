/* Writes a file the careful way below the folder it is given, and says of each call how it went: for the test of
 * libfaults.so. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int say(const char* call, long result) {
  printf("%s %s\n", call, result < 0 ? strerrorname_np(errno) : "ok");
  return result >= 0;
}

int main(int count, char** words) {
  char temporary[4096], file[4096];
  int descriptor;
  if (count != 2) return 2;
  snprintf(temporary, sizeof temporary, "%s/folder/file.tmp", words[1]);
  snprintf(file, sizeof file, "%s/folder", words[1]);
  say("mkdir", mkdir(file, 0700));
  snprintf(file, sizeof file, "%s/folder/file", words[1]);
  descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (!say("open", descriptor)) return 0;
  printf("wrote %ld\n", (long)write(descriptor, "12345678", 8));
  say("fsync", fsync(descriptor));
  say("close", close(descriptor));
  say("rename", rename(temporary, file));
  return 0;
}
