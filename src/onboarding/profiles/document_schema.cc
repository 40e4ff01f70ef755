#include <array>

#include "profiles/collected_data_parts.h"
#include "profiles/formats.h"

namespace probity::profiles::schemas {
namespace {

using schema::anything;
using schema::boolean;
using schema::closed;
using schema::later;
using schema::list_of;
using schema::may;
using schema::must;
using schema::Object;
using schema::of;
using schema::open;
using schema::text;

constexpr std::array document_check_members{
    may("category", text),
    may("type", text),
    may("result", of(codes::decision_classes)),
};
constexpr Object document_check{"DocumentCheck", document_check_members};

constexpr std::array document_field_check_members{
    may("field", of(codes::checked_document_fields)),
    may("result", of(codes::document_field_results)),
};
constexpr Object document_field_check{"DocumentFieldCheck", document_field_check_members};

constexpr std::array document_result_members{
    may("provider_name", text),
    may("image_checks_passed", boolean),
    may("image_checks", list_of(of(document_check))),
    may("document_type_passed", boolean),
    may("forgery_checks_passed", boolean),
    may("forgery_checks", list_of(of(document_check))),
    may("field_checks", list_of(of(document_field_check))),
    may("all_passed", boolean),
    may("error_reason", text),
};
constexpr Object document_result{"DocumentResult", document_result_members};

constexpr std::array document_data_members{
    may("issuer", text),
    may("issuing_country", of(codes::nationalities)),
    may("number", text),
    may("issued", of(formats::date)),
    may("expiry", of(formats::date)),
    may("personal_details", of(personal_details)),
    may("address_history", list_of(of(dated_address))),
    may("mrz1", text),
    may("mrz2", text),
    may("mrz3", text),
    may("result", of(document_result)),
    may("external_service", text),
    may("external_ref", text),
};
constexpr Object document_data{"DocumentData", document_data_members};

constexpr std::array document_image_members{
    may("id", of(formats::uuid)),
    may("image_type", of(codes::document_image_types)),
    may("upload_date", of(formats::date_time)),
    may("document_type", of(codes::document_types)),
    may("document_category", of(codes::document_categories)),
    may("data", of(formats::base64)),
    may("encrypted_data", open),
    may("decrypted_data", anything),
};
constexpr Object document_image{"DocumentImageResource", document_image_members};

constexpr std::array document_file_members{
    later("type", of(codes::document_file_types)),
    later("reference", text),
    later("file_id", of(formats::uuid)),
};
constexpr Object document_file{"DocumentFile", document_file_members};

constexpr std::array document_members{
    may("id", of(formats::uuid)),
    must("category", of(codes::document_categories)),
    must("document_type", of(codes::document_types)),
    must("images", list_of(of(document_image))),
    may("extracted_data", of(document_data)),
    may("verification_result", of(document_result)),
    later("files", list_of(of(document_file))),
};

}  // namespace

constexpr Object document{"Document", document_members, closed};

}  // namespace probity::profiles::schemas
