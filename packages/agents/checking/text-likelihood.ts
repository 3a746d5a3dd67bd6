/** How probable a further text is in a column, by the characters of the texts that it has. */
export interface TextLikelihood {
  /** Log of the probability; `isOwn`: the text is one of those that the likelihood was made of, and is left out. */
  log(text: string, isOwn: boolean): number
  /** The share of texts that have the text's character at its place, where this share is the least; the text itself is not counted. */
  leastAt(text: string): number
  /** The characters that one in a thousand has, or more. */
  characters: readonly string[]
}

const mostCharacters = 60
/** How many different characters a text may be made of. */
const unseen = 50

/**
 * Each character by the place at which it stands and the one before it, whichever tells more: places tell dates and
 * codes, pairs tell words.
 */
export function modelTexts(texts: readonly string[]): TextLikelihood {
  const places = new Map<string, number>()
  const placeTotals = new Map<number, number>()
  const pairs = new Map<string, number>()
  const pairTotals = new Map<string, number>()
  const placeKinds = new Map<number, number>()
  const pairKinds = new Map<string, number>()
  const add = <K>(counts: Map<K, number>, key: K): boolean => {
    const before = counts.get(key) ?? 0
    counts.set(key, before + 1)
    return before === 0
  }
  for (const text of texts) {
    for (let at = 0; at < Math.min(text.length, mostCharacters); at++) {
      const character = text[at] as string
      const before = text[at - 1] ?? ''
      if (add(places, `${at}${character}`)) add(placeKinds, at)
      add(placeTotals, at)
      if (add(pairs, before + character)) add(pairKinds, before)
      add(pairTotals, before)
    }
  }
  const used = new Map<string, number>()
  for (const [key, count] of pairs) used.set(key.at(-1) as string, (used.get(key.at(-1) as string) ?? 0) + count)
  const all = [...used.values()].reduce((sum, count) => sum + count, 0)
  return {
    characters: [...used]
      .filter(([, count]) => count >= all / 1000)
      .map(([character]) => character)
      .sort(),
    leastAt(text) {
      let least = 1
      for (let at = 0; at < Math.min(text.length, mostCharacters); at++) {
        least = Math.min(
          least,
          Math.max(0, (places.get(`${at}${text[at]}`) ?? 0) - 1) / Math.max(1, (placeTotals.get(at) ?? 0) - 1),
        )
      }
      return least
    },
    log(text, isOwn) {
      const own = isOwn ? 1 : 0
      let byPlace = 0
      let byPair = 0
      for (let at = 0; at < Math.min(text.length, mostCharacters); at++) {
        const character = text[at] as string
        const before = text[at - 1] ?? ''
        byPlace += share(
          (places.get(`${at}${character}`) ?? 0) - own,
          (placeTotals.get(at) ?? 0) - own,
          placeKinds.get(at) ?? 0,
        )
        byPair += share(
          (pairs.get(before + character) ?? 0) - own,
          (pairTotals.get(before) ?? 0) - own,
          pairKinds.get(before) ?? 0,
        )
      }
      return Math.max(byPlace, byPair)
    },
  }
}

/** Witten and Bell's estimate: what has been seen in few kinds is seldom of a new one. */
function share(count: number, total: number, kinds: number): number {
  if (total <= 0) return Math.log(1 / unseen)
  const seen = Math.max(1, kinds)
  return Math.log(count > 0 ? count / (total + seen) : seen / (total + seen) / Math.max(10, unseen - seen))
}
