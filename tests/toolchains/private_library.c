/* A library of which two plugins carry copies of different versions: COPY is a text. */
const char* private_library_version(void);

const char* private_library_version(void) {
  return COPY;
}
