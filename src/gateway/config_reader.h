/* How the parts of a configuration are read, by the libconfuse tree of its files. Each part complains of what is wrong and goes
 * on; the first complaint is what the administrator gets to see. */
#ifndef GATEWAY_CONFIG_READER_H
#define GATEWAY_CONFIG_READER_H

#include <confuse.h>

#include "gateway/config.h"

enum { CONFIG_FILE_MAX_OCTETS = 16 << 20 };             /* of any file that is named in it, too */

/* Which editors of Windows write in front of a text. */
#define UTF8_BYTE_ORDER_MARK "\xef\xbb\xbf"

extern cfg_opt_t config_options[];                      /* every option, with its default */

struct config_reader { struct arena *arena; const char *file; str *error; const struct unicode *unicode; };

/* The first complaint counts; each names what to do. */
void config_complain(struct config_reader *r, str text);
#define COMPLAIN(r, ...) config_complain((r), arena_printf((r)->arena, __VA_ARGS__))

/* ---- values; all live in the arena ---- */

str          config_copied(struct config_reader *r, const char *text);
const char  *config_copied_cstr(struct config_reader *r, const char *text);             /* NULL for none and for "" */
str         *config_copied_list(struct config_reader *r, cfg_t *cfg, const char *name, bool lower, size_t *count);
const char **config_file_names(struct config_reader *r, cfg_t *cfg, const char *name, size_t *count);
int64_t      config_duration(struct config_reader *r, cfg_t *cfg, const char *name);    /* seconds */
int64_t      config_duration_or_none(struct config_reader *r, cfg_t *cfg, const char *name);
size_t       config_positive(struct config_reader *r, cfg_t *cfg, const char *name, long least);
size_t       config_bounded(struct config_reader *r, cfg_t *cfg, const char *name, long least, long most);
size_t       config_one_of(struct config_reader *r, cfg_t *cfg, const char *name, const char *const *words, size_t count);
bool         config_is_shadow(struct config_reader *r, cfg_t *cfg);                     /* by its option "mode" */
bool         config_parse_address(str text, struct config_address *out);
struct ip_network *config_networks(struct config_reader *r, cfg_t *cfg, const char *name, size_t *count);
bool         config_is_domain(str name);
str         *config_domains(struct config_reader *r, cfg_t *cfg, const char *name, size_t *count);
/* Domains as they stand behind an "@", in A-labels. hint says how far such a name reaches, to whoever has written more than a name. */
str         *config_mail_domains(struct config_reader *r, cfg_t *cfg, const char *name, const char *hint, size_t *count);
str          config_certificate(struct config_reader *r, const char *name, str item);

/* ---- parts ---- */

void config_read_listeners(struct config_reader *r, cfg_t *cfg, struct config *config);
void config_check_addresses(struct config_reader *r, const struct config *config);
void config_read_routes(struct config_reader *r, cfg_t *cfg, struct config *config);
void config_read_release_route(struct config_reader *r, cfg_t *cfg, struct config *config);
void config_read_trust(struct config_reader *r, cfg_t *cfg, struct config *config);
void config_read_policy(struct config_reader *r, cfg_t *cfg, struct policy_options *policy);
void config_read_steps(struct config_reader *r, cfg_t *cfg, struct policy_options *policy);
void config_read_attachments(struct config_reader *r, cfg_t *cfg, struct policy_options *policy);
void config_read_organization(struct config_reader *r, cfg_t *cfg, struct organization_lists *lists);
void config_read_signals(struct config_reader *r, cfg_t *cfg, struct config *config);
void config_read_dns_lists(struct config_reader *r, cfg_t *cfg, struct config *config);
void config_read_feeds(struct config_reader *r, cfg_t *cfg, struct config *config);
void config_read_limits(struct config_reader *r, cfg_t *cfg, struct config *config);
void config_read_clients(struct config_reader *r, cfg_t *cfg, struct config *config);

#endif
