#include "profiles/codes.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace probity::profiles {

// Which of the 26^3 three-letter codes are in a list.
class AlphaThree {
 public:
  constexpr explicit AlphaThree(std::span<const std::string_view> values) {
    for (std::string_view value : values) bits_[place(value) / 64] |= 1ull << place(value) % 64;
  }
  bool has(std::string_view code) const {
    auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    return code.size() == 3 && std::ranges::all_of(code, capital) &&
           (bits_[place(code) / 64] >> place(code) % 64 & 1) != 0;
  }

 private:
  static constexpr std::size_t place(std::string_view code) {
    return std::size_t(code[0] - 'A') * 676 + std::size_t(code[1] - 'A') * 26 +
           std::size_t(code[2] - 'A');
  }
  std::array<std::uint64_t, 26 * 26 * 26 / 64 + 1> bits_{};
};

bool Codes::has(std::string_view code) const {
  return quick ? quick->has(code) : std::ranges::find(values, code) != values.end();
}

std::string Codes::expected() const {
  if (!meaning.empty()) return std::string(meaning);
  std::string text = values.size() == 1 ? "" : "one of ";
  for (std::string_view value : values) {
    if (value.data() != values.front().data()) text += ", ";
    text += value;
  }
  return text;
}

namespace {

template <std::size_t size>
struct Literal {
  char chars[size];
  consteval Literal(const char (&text)[size]) { std::ranges::copy(text, chars); }
  constexpr std::string_view view() const { return {chars, size - 1}; }
};

// The words of a literal, which are parted by one space.
template <Literal text>
constexpr auto words = [] {
  std::array<std::string_view, std::size_t(std::ranges::count(text.view(), ' ')) + 1> out;
  std::string_view rest = text.view();
  for (std::string_view& word : out) {
    word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  }
  return out;
}();

template <std::size_t a, std::size_t b>
consteval auto joined(const std::array<std::string_view, a>& first,
                      const std::array<std::string_view, b>& second) {
  std::array<std::string_view, a + b> out;
  std::ranges::copy(second, std::ranges::copy(first, out.begin()).out);
  return out;
}

constexpr auto country_values = words<
    "ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN "
    "BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN "
    "CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU "
    "DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR "
    "GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV "
    "HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM "
    "KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA "
    "MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM "
    "NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL "
    "PRI PRK PRT PRY PSE PYF QAT REU RKS ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB "
    "SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA "
    "TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN "
    "VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE">;

// Passports that are no country's, bodies that issue some, and people without a state.
constexpr auto nationality_values =
    joined(country_values, words<"GBN GBO GBP GBS EUE UNO UNA UNK XBA XIM"
                                 " XCC XCO XEC XPO XOM XXA XXB XXC XXX">);

constexpr auto currency_values = words<
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV "
    "BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE "
    "CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
    "HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD "
    "KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
    "MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
    "TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UZS VEF VND VUV WST XAF XAG XAU "
    "XBA XBB XBC XBD XCD XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWL">;

static_assert(country_values.size() == 250);
static_assert(nationality_values.size() == 269);
static_assert(currency_values.size() == 178);

constexpr AlphaThree country_bits(country_values);
constexpr AlphaThree nationality_bits(nationality_values);
constexpr AlphaThree currency_bits(currency_values);

}  // namespace

namespace codes {

constexpr Codes countries{"CountryCode", country_values,
                          "a three-letter country code of ISO 3166-1 (Kosovo: RKS)", &country_bits};
constexpr Codes nationalities{
    "ICAOCode", nationality_values,
    "a three-letter country code of ISO 3166-1 or a nationality code of ICAO (stateless: XXA)",
    &nationality_bits};
constexpr Codes currencies{"CurrencyCode", currency_values,
                           "a three-letter currency code of ISO 4217", &currency_bits};

constexpr Codes entity_types{"EntityType", words<"INDIVIDUAL COMPANY">};
constexpr Codes genders{"Gender", words<"M F">};
constexpr Codes continents{"Continent", words<"AF AN AS EU NA OC SA">};
constexpr Codes bank_account_types{"BankAccountType", words<"UK_ACCOUNT">};
constexpr Codes company_address_types{
    "CompanyAddressType",
    words<"registered_address branch_address head_office_address contact_address trading_address">};
constexpr Codes ownership_types{
    "OwnershipType",
    words<"PARTNERSHIP COMPANY SOLE_PROPRIETORSHIP ASSOCIATION TRUST OTHER BRANCH">};
constexpr Codes tax_id_types{"TaxIdType", words<"EUROVAT VAT EIN OTHER">};
constexpr Codes industry_classification_types{"IndustryClassificationType",
                                              words<"SIC NACE NAICS OTHER">};
constexpr Codes company_fields{"CompanyField",
                               words<"NAME NUMBER IS_ACTIVE LEI COUNTRY_OF_INCORPORATION ADDRESS">};
constexpr Codes company_field_results{"CompanyFieldResult", words<"MATCH MISMATCH">};
constexpr Codes associated_roles{
    "AssociatedRole",
    words<"AUTHORIZED_PERSON UNAUTHORIZED_PERSON DIRECTOR COMPANY_SECRETARY SHAREHOLDER PARTNER "
          "TRUSTEE BENEFICIAL_OWNER RESIGNED_OFFICER OTHER GLOBAL_ULTIMATE_OWNER "
          "CONTROLLING_SHAREHOLDER PERSON_OF_SIGNIFICANT_CONTROL">};
constexpr Codes tenure_types{"TenureType", words<"CURRENT FORMER">};
constexpr Codes document_categories{
    "DocumentCategory",
    words<"PROOF_OF_IDENTITY PROOF_OF_SOURCE_OF_WEALTH PROOF_OF_SOURCE_OF_FUNDS PROOF_OF_ADDRESS "
          "SUPPORTING COMPANY_FILING DATA_SUMMARY PROOF_OF_BANK_ACCOUNT PROOF_OF_TAX_STATUS">};
constexpr Codes document_types{
    "DocumentType",
    words<"PASSPORT DRIVING_LICENCE STATE_ID VOTER_ID BIRTH_CERTIFICATE BANK_STATEMENT FACE_IMAGE "
          "UNKNOWN COMPANY_ACCOUNTS COMPANY_CHANGE_OF_ADDRESS ANNUAL_RETURN CONFIRMATION_STATEMENT "
          "STATEMENT_OF_CAPITAL CHANGE_OF_NAME INCORPORATION LIQUIDATION MISCELLANEOUS MORTGAGE "
          "CHANGE_OF_OFFICERS RESOLUTION CREDIT_REPORT CREDIT_CHECK REGISTER_REPORT REGISTER_CHECK "
          "DATA_SUMMARY CHANGE_OF_PSC ADVERSE_MEDIA TAX UTILITY_BILL PASSPORT_CARD "
          "BIOMETRIC_STATE_ID">};
constexpr Codes document_image_types{"DocumentImageType", words<"FRONT BACK FACE">};
constexpr Codes document_file_types{"DocumentFileType", words<"LIVE_VIDEO VIDEO_FRAME">};
constexpr Codes checked_document_fields{
    "CheckedDocumentField",
    words<"FIELD_GIVEN_NAMES FIELD_FAMILY_NAME FIELD_DOB FIELD_NATIONALITY FIELD_EXPIRY "
          "FIELD_NUMBER FIELD_GENDER FIELD_ISSUED FIELD_ADDRESS FIELD_ISSUING_COUNTRY FIELD_MRZ">};
constexpr Codes document_field_results{"FieldCheckResult",
                                       words<"CHECK_UNCERTAIN CHECK_INVALID CHECK_VALID">};
constexpr Codes decision_classes{"DecisionClass", words<"PASS FAIL PARTIAL WARN ERROR">};
constexpr Codes error_sources{"ErrorSource", words<"ENGINE API PROVIDER">};

}  // namespace codes
}  // namespace probity::profiles
