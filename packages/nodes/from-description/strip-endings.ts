/** Removes the endings of a folded word, English and German, one after the other: "prices" becomes "pric". */
export const stripEndings = (word: string): string => {
  const shorter = word.replace(/(?:ern|ing|en|er|es|em|e|n|s)$/, '')
  return shorter.length < 3 || shorter === word ? word : stripEndings(shorter)
}
