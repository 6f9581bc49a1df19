/**
 * Repairs characters that look right and compare wrong: Kangxi radicals (U+2F00–2FD5), the CJK radicals supplement (U+2E80–2EF3),
 * compatibility ideographs (U+F900–FAD9) and the technical brackets U+2329 and U+232A. PDF files made by browsers and some fonts give these
 * for ordinary characters.
 * Only these ranges are touched — full-width punctuation, circled numbers and 〇 stay as printed — and no offset moves.
 */

/** The supplement has almost no NFKC mapping; these are the unified forms of the Unicode `EquivalentUnifiedIdeograph` table. */
const SUPPLEMENT =
  '⺀冫 ⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇几 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺑尣 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ' +
  '⺠民 ⺡氵 ⺢水 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 ⺪疋 ⺫目 ⺬示 ⺭礻 ⺮竹 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳网 ⺴网 ⺵网 ⺶羊 ⺷羊 ⺸羊 ⺹老 ⺺肀 ⺻聿 ⺼月 ⺽臼 ⺾艹 ' +
  '⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻇角 ⻈讠 ⻉贝 ⻊足 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏阝 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕阜 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞食 ' +
  '⻟飠 ⻠饣 ⻡首 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟 ' +
  // NFKC gives the traditional form; fonts for the mainland draw the simplified one.
  '⼾户'

const TABLE = new Map(SUPPLEMENT.split(' ').map((pair) => [pair[0]!, pair[1]!]))

const SUSPECT = /[\u2329\u232A\u2E80-\u2FDF\uF900-\uFAFF]/
const SUSPECTS = /[\u2329\u232A\u2E80-\u2FDF\uF900-\uFAFF]/g

/** The text with look-alike radicals replaced one for one, and how many there were. */
export function repairRadicals(text: string): { readonly text: string; readonly repaired: number } {
  if (!SUSPECT.test(text)) return { text, repaired: 0 }
  let repaired = 0
  const out = text.replace(SUSPECTS, (c) => {
    const plain = TABLE.get(c) ?? c.normalize('NFKC')
    if (plain === c || plain.length !== 1) return c
    repaired++
    return plain
  })
  return { text: out, repaired }
}
