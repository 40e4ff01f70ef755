// Short forms of given names, written by hand: English, Spanish, Russian, and Arabic and Turkic spellings
// that letters alone do not bring together.
#include "matching/matching.h"

namespace probity::matching {
namespace {

struct Row {
  std::string_view name;
  std::string_view short_forms;
};

constexpr Row kShortForms[] = {
    {"abigail", "abby gail"}, {"abraham", "abe bram"}, {"adam", "ad"}, {"agnes", "aggie"},
    {"alan", "al"}, {"albert", "al bert bertie"}, {"alexander", "alex alec sandy sasha sacha xander alejandro "
     "aleksandr iskander sandro"}, {"alexandra", "alex sandra sasha lexi"}, {"alfred", "al fred alf alfie"},
    {"alice", "ali"}, {"allison", "allie"}, {"amanda", "mandy"}, {"andrew", "andy drew andre andrey andrei andres"},
    {"angela", "angie"}, {"ann", "anna annie nan nancy"}, {"anthony", "tony anton antonio"},
    {"archibald", "archie"}, {"arnold", "arnie"}, {"arthur", "art artie"}, {"augustus", "gus"},
    {"barbara", "barb babs"}, {"bartholomew", "bart"}, {"beatrice", "bea trixie"},
    {"benjamin", "ben benny"}, {"bernard", "bernie"}, {"bradley", "brad"}, {"calvin", "cal"},
    {"cameron", "cam"}, {"caroline", "carrie lina"}, {"catherine", "cathy kate katie kathy cat kit"},
    {"charles", "charlie chuck chas carlos karl"}, {"charlotte", "lottie charlie"}, {"chester", "chet"},
    {"christian", "chris"}, {"christine", "chris chrissy tina"}, {"christopher", "chris kit topher"},
    {"clarence", "clare"}, {"clifford", "cliff"}, {"clinton", "clint"}, {"curtis", "curt"},
    {"cynthia", "cindy"}, {"daniel", "dan danny"}, {"david", "dave davy"}, {"deborah", "deb debbie"},
    {"dennis", "denny"}, {"donald", "don donny"}, {"dorothy", "dot dottie dolly"}, {"douglas", "doug"},
    {"edgar", "ed eddie"}, {"edmund", "ed ned"}, {"edward", "ed eddie ted teddy ned eduardo"},
    {"edwin", "ed eddie"}, {"eleanor", "ellie nell nora"}, {"elizabeth", "liz lizzie beth betty betsy eliza libby "
     "bess elisabeth"}, {"emily", "em emmy"}, {"ernest", "ernie"}, {"eugene", "gene evgeny yevgeny"},
    {"evelyn", "eve evie"}, {"ferdinand", "ferdie"}, {"florence", "flo"}, {"frances", "fran fanny"},
    {"francis", "frank fran"}, {"franklin", "frank"}, {"frederick", "fred freddie rick fritz"},
    {"gabriel", "gabe"}, {"geoffrey", "geoff jeff"}, {"george", "georgie jorge"}, {"gerald", "gerry jerry"},
    {"gilbert", "gil bert"}, {"gordon", "gordy"}, {"gregory", "greg grigory"}, {"harold", "hal harry"},
    {"harriet", "hattie"}, {"helen", "nell elena ellen"}, {"henry", "harry hank hal enrique henri"}, {"herbert", "herb bert"},
    {"howard", "howie"}, {"hubert", "bert"}, {"isaac", "ike zac"}, {"isabella", "bella izzy"},
    {"jacob", "jake yakov"}, {"jacqueline", "jackie"}, {"james", "jim jimmy jamie jem"}, {"janet", "jan"},
    {"jason", "jay"}, {"jean", "jeanie"}, {"jeffrey", "jeff"}, {"jennifer", "jen jenny"},
    {"jeremiah", "jerry"}, {"jeremy", "jerry"}, {"jerome", "jerry"}, {"jessica", "jess jessie"},
    {"joan", "joanie"}, {"john", "jack johnny jon juan ivan jean"}, {"jonathan", "jon nathan"},
    {"joseph", "joe joey jose iosif"}, {"josephine", "jo josie"}, {"joshua", "josh"}, {"judith", "judy"},
    {"julia", "julie"}, {"katherine", "kathy kate katie kay kit katya"}, {"kenneth", "ken kenny"},
    {"laurence", "larry laurie"}, {"lawrence", "larry laurie"}, {"leonard", "len lenny leo"},
    {"leslie", "les"}, {"lewis", "lew lou"}, {"lillian", "lily"}, {"louis", "lou louie luis"},
    {"louise", "lou"}, {"lucille", "lucy"}, {"madeline", "maddy"}, {"marcus", "marc mark"},
    {"margaret", "maggie meg peggy marge margie greta rita"}, {"martha", "marty"}, {"martin", "marty"},
    {"mary", "molly polly maria marie"}, {"matilda", "tilly"}, {"matthew", "matt mateo"},
    {"maurice", "mo"}, {"maximilian", "max"}, {"melissa", "missy mel"}, {"melvin", "mel"},
    {"michael", "mike mick mickey mikey misha mikhail miguel"}, {"michelle", "shelly"}, {"mildred", "millie"},
    {"mitchell", "mitch"}, {"mohammed", "mo hamada"}, {"montgomery", "monty"}, {"nancy", "nan"}, {"natalie", "nat"},
    {"nathan", "nat nate"}, {"nathaniel", "nat nate nathan"}, {"nicholas", "nick nicky nico kolya nikolai nicolas"},
    {"norman", "norm"}, {"oliver", "ollie"}, {"oscar", "oz"}, {"pamela", "pam"},
    {"patricia", "pat patty trish tricia"}, {"patrick", "pat paddy rick"}, {"peter", "pete pedro pyotr petr"},
    {"paul", "pablo pavel"}, {"philip", "phil pip felipe"}, {"priscilla", "cilla"}, {"rachel", "rae"}, {"ralph", "ralphie"},
    {"randolph", "randy"}, {"raymond", "ray"}, {"rebecca", "becky becca"}, {"reginald", "reg reggie"},
    {"richard", "rick ricky dick rich richie ricardo"}, {"robert", "bob bobby rob robbie bert roberto"},
    {"roderick", "rod"}, {"rodney", "rod"}, {"roger", "rodge"}, {"roland", "rollie"},
    {"ronald", "ron ronnie"}, {"rosemary", "rose rosie"}, {"russell", "russ"}, {"samantha", "sam"},
    {"samuel", "sam sammy"}, {"sandra", "sandy"}, {"sarah", "sally sadie"}, {"sebastian", "seb"},
    {"sidney", "sid"}, {"simon", "si"}, {"solomon", "sol suleiman"}, {"stanley", "stan"}, {"stephanie", "steph"},
    {"stephen", "steve stevie steven stefan"}, {"steven", "steve stevie"}, {"stuart", "stu"},
    {"susan", "sue susie suzy"}, {"sylvester", "sly"}, {"terence", "terry"}, {"theodore", "ted teddy theo fyodor"},
    {"theresa", "terry tess tessa"}, {"thomas", "tom tommy tomas"}, {"timothy", "tim timmy"},
    {"valentine", "val"}, {"veronica", "ronnie vera"}, {"victor", "vic vick"}, {"victoria", "vicky tori"},
    {"vincent", "vince vinny"}, {"virginia", "ginny"}, {"wallace", "wally"}, {"walter", "walt wally"},
    {"wilbur", "will"}, {"wilfred", "wilf fred"}, {"william", "bill billy will willy liam guillermo"},
    {"winifred", "winnie"}, {"zachary", "zach zack"},
    {"alejandro", "alex ale jandro"}, {"enrique", "quique kike"}, {"francisco", "paco pancho frank cisco"},
    {"guadalupe", "lupe lupita"}, {"guillermo", "memo"}, {"ignacio", "nacho"}, {"jesus", "chucho chuy"},
    {"jose", "pepe chepe joe"}, {"manuel", "manolo manny"}, {"dolores", "lola"}, {"eduardo", "lalo eddie"},
    {"concepcion", "concha conchita"}, {"rafael", "rafa"}, {"roberto", "beto"}, {"miguel", "mike"},
    {"aleksandr", "sasha sanya alex shura"}, {"aleksandra", "sasha"}, {"aleksei", "alyosha lyosha alex"},
    {"anastasia", "nastya"}, {"anatoly", "tolya"}, {"andrei", "andryusha"}, {"anna", "anya"},
    {"boris", "borya"}, {"dmitry", "dima mitya"}, {"ekaterina", "katya"}, {"elena", "lena"},
    {"evgeny", "zhenya eugene"}, {"gennady", "gena"}, {"georgy", "gosha zhora yegor"}, {"grigory", "grisha"},
    {"igor", "gosha"}, {"irina", "ira"}, {"ivan", "vanya"}, {"konstantin", "kostya"}, {"leonid", "lyonya"},
    {"lyudmila", "lyuda"}, {"maria", "masha mary"}, {"mikhail", "misha"}, {"nadezhda", "nadya"},
    {"natalia", "natasha"}, {"nikolai", "kolya"}, {"oleg", "olezhka"}, {"olga", "olya"}, {"pavel", "pasha"},
    {"pyotr", "petya"}, {"roman", "roma"}, {"semyon", "syoma"}, {"sergei", "seryozha serge"},
    {"stanislav", "stas slava"}, {"svetlana", "sveta"}, {"tatiana", "tanya"}, {"vadim", "vadik"},
    {"valentin", "valya"}, {"vasily", "vasya"}, {"viktor", "vitya victor"}, {"vladimir", "volodya vova vlad"},
    {"vladislav", "vlad slava"}, {"vyacheslav", "slava"}, {"yaroslav", "slava"}, {"yekaterina", "katya"},
    {"yevgeny", "zhenya"}, {"yuri", "yura"}, {"yulia", "yulya julia"},
    {"ibrahim", "abraham brahim"}, {"yusuf", "joseph yusef"}, {"musa", "moses"}, {"yaqub", "jacob"},
    {"dawud", "david"}, {"ishaq", "isaac"}, {"yahya", "john"}, {"maryam", "miriam mary"}, {"ismail", "ishmael"},
    {"sulayman", "solomon"}, {"fatima", "fatma fatim"}, {"khadija", "hatice"}, {"muhammad", "mehmet mamadou mo"},
    {"ahmad", "hamada"}, {"mustafa", "moustapha"}, {"zaynab", "zeinab"}, {"abdullah", "abdul abdallah"},
    {"abdulrahman", "abdurrahman"}, {"iskandar", "alexander"},
};

}  // namespace

Dictionary Dictionary::standard() {
  Dictionary out;
  for (const Row& row : kShortForms) {
    std::string_view rest = row.short_forms;
    while (!rest.empty()) {
      const std::size_t blank = rest.find(' ');
      out.nicknames.emplace_back(row.name, rest.substr(0, blank));
      rest = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 1);
    }
  }
  return out;
}

}  // namespace probity::matching
