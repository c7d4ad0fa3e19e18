/* What a file is by its octets: the fixed marks of the public descriptions of each format. The table is ours. */
#ifndef DETECT_FILE_SIGNATURE_H
#define DETECT_FILE_SIGNATURE_H

#include "base/str.h"
#include "detect/file/type.h"

/* octets is the whole file: some formats have their mark far behind the start, or at the end. FILE_UNKNOWN where nothing fits and
 * it is no text either. What a ZIP archive holds (an Office file, a Java program) is told by detect/file/zip.h. */
enum file_type file_type_by_content(str octets);

#endif
