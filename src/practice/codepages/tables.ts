/**
 * IBM-1047 (Latin 1 / Open Systems): for each of the 256 code points the Unicode character, as two hexadecimal digits of
 * Latin-1. X'15' is the newline and X'25' the next-line control, as z/OS converters have it.
 */
export const openSystems: readonly string[] = [
  '000102039C09867F978D8E0B0C0D0E0F101112139D0A08871819928F1C1D1E1F',
  '808182838485171B88898A8B8C050607909116939495960498999A9B14159E1A',
  '20A0E2E4E0E1E3E5E7F1A22E3C282B7C26E9EAEBE8EDEEEFECDF21242A293B5E',
  '2D2FC2C4C0C1C3C5C7D1A62C255F3E3FF8C9CACBC8CDCECFCC603A2340273D22',
  'D8616263646566676869ABBBF0FDFEB1B06A6B6C6D6E6F707172AABAE6B8C6A4',
  'B57E737475767778797AA1BFD05BDEAEACA3A5B7A9A7B6BCBDBEDDA8AF5DB4D7',
  '7B414243444546474849ADF4F6F2F3F57D4A4B4C4D4E4F505152B9FBFCF9FAFF',
  '5CF7535455565758595AB2D4D6D2D3D530313233343536373839B3DBDCD9DA9F',
];

/**
 * The other single-byte EBCDIC code pages by what sets them apart from IBM-1047: code points, two hexadecimal digits
 * each, and the characters that stand there. Checked against the mappings of the International Components for Unicode.
 */
export const differences: Readonly<Record<string, readonly [codePoints: string, characters: string]>> = {
  /** US, Canada, Netherlands, Portugal, Brazil; 1140 with the euro. */
  'IBM-037': ['5FADB0BABBBD', '¬Ý^[]¨'],
  /** Germany and Austria; 1141 with the euro. */
  'IBM-273': ['434A4F595A636A7CA1ADB0B5BABBBDC0CCD0DCE0ECFC', '{Ä!~Ü[ö§ßÝ¢@¬|¨ä¦ü}Ö\\]'],
  /** Denmark and Norway; 1142 with the euro. */
  'IBM-277': ['474A4F5A5B676A707B7C809C9E9FA1ADB0BABBBDC0D0DC', '}#!¤Å$ø¦ÆØ@{[]üÝ¢¬|¨æå~'],
  /** Finland and Sweden; 1143 with the euro. */
  'IBM-278': ['43474A4F515A5B63676A71797B7C9FA1ADB0B5BABBBDC0CCD0DCE0EC', '{}§!`¤Å#$ö\\éÄÖ]üÝ¢[¬|¨ä¦å~É@'],
  /** Italy; 1144 with the euro. */
  'IBM-280': ['44484A4F5154585A6A797B7C90A1ADB0B1B5BABBBDC0CDD0DDE0', '{\\°!]}~éòù£§[ìÝ¢#@¬|¨à¦è`ç'],
  /** Spain and Latin America; 1145 with the euro. */
  'IBM-284': ['494A5A5F696A7BA1ADB0BABBBD', '¦[]¬#ñÑ¨Ý¢^!~'],
  /** United Kingdom; 1146 with the euro. */
  'IBM-285': ['4A5B5FA1ADB0B1BABBBCBD', '$£¬¯Ý¢[^]~¨'],
  /** France; 1147 with the euro. */
  'IBM-297': ['44484A4F51545A6A797B7C90A0A1ADB0B1B5BABBBDC0D0DDE0', '@\\°!{}§ùµ£à[`¨Ý¢#]¬|~éè¦ç'],
  /** International Latin 1; 1148 with the euro. */
  'IBM-500': ['4A4F5AADB0BABBBD', '[!]Ý¢¬|¨'],
  /** Iceland; 1149 with the euro. */
  'IBM-871': ['4A4F5A5F797C8C8E9C9EA1ACADAEB0BABBBDBEC0CCD0E0EC', 'Þ!ÆÖðÐ`{}]ö@Ý[¢¬|¨\\þ~æ´^'],
  /** Latin 2: Poland, Czechia, Hungary and others. */
  'IBM-870': [
    '444647494A4F525457585A646667696A7072747778808A8B8C8E8F9A9B9C9EA0AAABACADAEAFB0B1B2B3B4B6B7B8B9BABBBCBDCDCFDADBDDDFEAEDEFFAFBFD',
    'ţăčć[!ęůľĺ]˝ĂČĆ|ˇĘŮĽĹ˘śňđřşłńš˛ąŚŇĐÝŘŞ˙ĄżŢŻžźŽŹŁŃŠ¨ŕőĚűťěďŔŐĎŰŤ',
  ],
  /** Latin 9 / Open Systems: 1047 with the euro and the letters that came with it. */
  'IBM-924': ['4A6A9D9FB0B7B8B9BABBBE', 'ÝŠž€¢ŒœŸ¬šŽ'],
};

/** Pages that differ from another one in the currency sign alone: the euro stands where ¤ was. */
export const withEuro: Readonly<Record<string, string>> = {
  'IBM-1140': 'IBM-037',
  'IBM-1141': 'IBM-273',
  'IBM-1142': 'IBM-277',
  'IBM-1143': 'IBM-278',
  'IBM-1144': 'IBM-280',
  'IBM-1145': 'IBM-284',
  'IBM-1146': 'IBM-285',
  'IBM-1147': 'IBM-297',
  'IBM-1148': 'IBM-500',
  'IBM-1149': 'IBM-871',
  'IBM-1153': 'IBM-870',
};

/** IBM-850, the PC page of Western Europe: what stands at X'80' to X'FF'; below it is ASCII. */
export const personalComputer: readonly string[] = [
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ',
  'áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐',
  '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀',
  'ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
];

/** What ISO8859-15 has where ISO8859-1 has something else. */
export const latin9: readonly [codePoints: string, characters: string] = ['A4A6A8B4B8BCBDBE', '€ŠšŽžŒœŸ'];
