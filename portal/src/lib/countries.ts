// ISO 3166 alpha-3 as the API has it, alpha-2 as browsers name countries. "XX" after a code: no alpha-2 of its own.
const pairs =
  "ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE RKSXK ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW";

// Nationalities of ICAO Doc 9303 beside the countries.
const others: Record<string, string> = {
  GBN: "British national (overseas)", GBO: "British overseas citizen", GBP: "British protected person", GBS: "British subject", GBD: "British overseas territories citizen",
  EUE: "European Union", UNO: "United Nations", UNA: "United Nations agency", UNK: "United Nations, Kosovo", XBA: "African Development Bank",
  XIM: "African Export–Import Bank", XCC: "Caribbean Community", XCO: "Common Market for Eastern and Southern Africa", XEC: "Economic Community of West African States",
  XPO: "Interpol", XOM: "Order of Malta", XXA: "Stateless", XXB: "Refugee", XXC: "Refugee, other", XXX: "Unspecified",
};

const names = new Intl.DisplayNames("en-GB", { type: "region" });
const byCode = new Map(pairs.split(" ").map((pair) => [pair.slice(0, 3), names.of(pair.slice(3)) ?? pair.slice(0, 3)]));

export const countryName = (code: string) => byCode.get(code) ?? others[code] ?? code;

const sorted = (entries: [string, string][]) => entries.map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, "en"));
export const countries = sorted([...byCode]);
export const nationalities = [...countries, ...sorted(Object.entries(others).filter(([code]) => code !== "GBD"))];
