#include "auth/results.h"

const char *iprev_status_name(enum iprev_status status)
{
    switch (status) {
    case IPREV_PENDING:   return "pending";
    case IPREV_PASS:      return "pass";
    case IPREV_FAIL:      return "fail";
    case IPREV_TEMPERROR: return "temperror";
    case IPREV_PERMERROR: return "permerror";
    }
    UNREACHABLE();
}

const char *return_path_status_name(enum return_path_status status)
{
    switch (status) {
    case RETURN_PATH_PENDING:   return "pending";
    case RETURN_PATH_NONE:      return "none";
    case RETURN_PATH_OK:        return "ok";
    case RETURN_PATH_NO_DOMAIN: return "no-domain";
    case RETURN_PATH_NULL_MX:   return "null-mx";
    case RETURN_PATH_NO_SERVER: return "no-server";
    case RETURN_PATH_TEMPERROR: return "temperror";
    }
    UNREACHABLE();
}

const char *spf_status_name(enum spf_status status)
{
    switch (status) {
    case SPF_PENDING:   return "pending";
    case SPF_NONE:      return "none";
    case SPF_NEUTRAL:   return "neutral";
    case SPF_PASS:      return "pass";
    case SPF_FAIL:      return "fail";
    case SPF_SOFTFAIL:  return "softfail";
    case SPF_TEMPERROR: return "temperror";
    case SPF_PERMERROR: return "permerror";
    }
    UNREACHABLE();
}

const char *dkim_status_name(enum dkim_status status)
{
    switch (status) {
    case DKIM_PENDING:   return "pending";
    case DKIM_NONE:      return "none";
    case DKIM_PASS:      return "pass";
    case DKIM_FAIL:      return "fail";
    case DKIM_POLICY:    return "policy";
    case DKIM_NEUTRAL:   return "neutral";
    case DKIM_TEMPERROR: return "temperror";
    case DKIM_PERMERROR: return "permerror";
    }
    UNREACHABLE();
}

const char *dkim_alteration_name(enum dkim_alteration alteration)
{
    switch (alteration) {
    case DKIM_FOOTER_ADDED:   return "footer-added";
    case DKIM_PART_ADDED:     return "part-added";
    case DKIM_WRAPPED:        return "wrapped";
    case DKIM_SUBJECT_TAGGED: return "subject-tagged";
    }
    UNREACHABLE();
}

bool dkim_result_vouches(const struct dkim_result *result)
{
    return result->status == DKIM_PASS && !result->subject_unsigned && result->unsigned_octets == 0;
}

const char *arc_status_name(enum arc_status status)
{
    switch (status) {
    case ARC_PENDING: return "pending";
    case ARC_NONE:    return "none";
    case ARC_PASS:    return "pass";
    case ARC_FAIL:    return "fail";
    }
    UNREACHABLE();
}

const char *dmarc_status_name(enum dmarc_status status)
{
    switch (status) {
    case DMARC_PENDING:   return "pending";
    case DMARC_NONE:      return "none";
    case DMARC_PASS:      return "pass";
    case DMARC_FAIL:      return "fail";
    case DMARC_TEMPERROR: return "temperror";
    case DMARC_PERMERROR: return "permerror";
    }
    UNREACHABLE();
}

const char *dmarc_policy_name(enum dmarc_policy policy)
{
    switch (policy) {
    case DMARC_POLICY_ABSENT:     return "absent";
    case DMARC_POLICY_NONE:       return "none";
    case DMARC_POLICY_QUARANTINE: return "quarantine";
    case DMARC_POLICY_REJECT:     return "reject";
    }
    UNREACHABLE();
}
