#include "store/packed_record.h"

#include "unit.h"

TEST(packed_record)
{
    static const char text[] = "the phrases that records have";
    ARENA_SCOPE          arena  = { 0 };
    BUF_SCOPE            packed = { 0 };
    struct record_packer packer = { packing_open(str_of(text)), 0x01020304 }, none = { 0 };
    uint32_t             number = 0;
    str                  record = { 0 };

    CHECK(!packed_record_can_be(&none, STR("{}")));
    CHECK(packed_record_can_be(&packer, STR("{}")));
    CHECK(!packed_record_can_be(&packer, (str){ text, (size_t)PACKING_TEXT_MAX_OCTETS + 1 }));

    str made = packed_record_make(&packer, &packed, STR("{\"by\":\"the phrases that records have\"}"));

    CHECK_STR(str_slice(made, 0, 4), STR("\1\2\3\4"));
    CHECK(made.len < sizeof text);
    CHECK(packed_record_phrases(made, &number));
    CHECK_EQ(number, 0x01020304);
    CHECK(packed_record_open(made, str_of(text), &arena, &record));
    CHECK_STR(record, STR("{\"by\":\"the phrases that records have\"}"));
    CHECK(!packed_record_open(made, STR("others"), &arena, &record));
    for (size_t len = 0; len < made.len; len++)
        CHECK(!packed_record_open(str_slice(made, 0, len), str_of(text), &arena, &record));
    CHECK(!packed_record_phrases(str_slice(made, 0, 3), &number));
    packing_close(packer.packing);
}
