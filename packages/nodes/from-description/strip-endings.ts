const endings = ['ern', 'ing', 'en', 'er', 'es', 'ed', 'em', 'e', 'n', 's']

/** Removes the endings of a folded word, English and German, one after the other: "prices" becomes "pric". */
export const stripEndings = (word: string): string => {
  // "shipped" and "ship"
  const single = word.replace(/(?<=[a-z]{2})([bdgmnprt])\1(?:ed|ing)$/, '$1')
  const ending = endings.find((each) => single.endsWith(each) && single.length - each.length >= 3)
  return ending === undefined ? single : stripEndings(single.slice(0, -ending.length))
}
