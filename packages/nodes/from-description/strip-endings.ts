/** Removes the endings of a folded word, English and German, one after the other: "prices" becomes "pric". */
export const stripEndings = (word: string): string => {
  // "shipped" and "ship"
  const single = word.replace(/(?<=[a-z]{2})([bdgmnprt])\1(?:ed|ing)$/, '$1')
  const shorter = single.replace(/(?:ern|ing|en|er|es|ed|em|e|n|s)$/, '')
  return shorter.length < 3 || shorter === word ? single : stripEndings(shorter)
}
