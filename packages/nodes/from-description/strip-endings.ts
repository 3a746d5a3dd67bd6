const endings = ['ern', 'ing', 'en', 'er', 'es', 'ed', 'em', 'e', 'n', 's']

/** Repeatedly removes English and German endings from a folded word: "prices" becomes "pric". */
export const stripEndings = (word: string): string => {
  // "shipped" becomes "ship".
  const undoubled = word.replace(/(?<=[a-z]{2})([bdgmnprt])\1(?:ed|ing)$/, '$1')
  const ending = endings.find((each) => undoubled.endsWith(each) && undoubled.length - each.length >= 3)
  return ending === undefined ? undoubled : stripEndings(undoubled.slice(0, -ending.length))
}
