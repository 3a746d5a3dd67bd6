/** Prepares a description for the rules: without list marks and examples, and with "do not" instead of "don't". */
export const normalizeDescription = (text: string): string =>
  expandNegations(readInclusive(blankExamples(expandAbbreviations(removeListMarks(text)))))

/** Writes abbreviations without the point, which would end a sentence. */
const expandAbbreviations = (text: string): string =>
  text
    .replaceAll(/\bfirst (?:and|&) last (?=names?\b)/gi, 'first name and last ')
    .replaceAll(/\bi\. ?e\.,?(?= )/gi, 'that is')
    .replaceAll(/\bincl\.(?= )/gi, 'including')
    .replaceAll(/\b(approx|vs|etc|avg|resp|excl)\.(?= [a-z])/gi, '$1')

/** Removes the numbers and dashes before the items of a list. */
const removeListMarks = (text: string): string =>
  text.replaceAll(/(?<=^|\n)[ \t]*(?:\d{1,2}[.)]|[-*•–])[ \t]+/g, '').replaceAll(/:[ \t]*(?=\n)/g, '')

/** Replaces examples in parentheses and "I mean" with spaces. */
const blankExamples = (text: string): string =>
  text.replaceAll(
    /\bI mean\b|\((?:e\.g\.|for example|z\.\s?B\.|such as|like)[^)]{0,200}\)|\([^()]{0,80}(?:…|\.\.\.|\betc\b|\busw\b)[^()]{0,20}\)|\b(?:written|formatted) (?:like|as) [\d-]+|\([^()]{0,80}(?:\bbecomes\b|\bwird zu\b|->|→|=>)[^()]{0,80}\)/gi,
    // Several arrows are a list of new values.
    (words) => ((words.match(/->|→|=>/g) ?? []).length > 1 ? words : ' '.repeat(words.length)),
  )

/** Reads "up to and including" as "to", and removes "(2000 included)": limits include their value. */
const readInclusive = (text: string): string =>
  text
    .replaceAll(/\bup to and including\b/gi, 'to')
    .replaceAll(
      / ?\((?:\d{4} )?(?:inclusive|included|inkl\.|inklusive|einschließlich|eingeschlossen)\)|,? inclusive\b/gi,
      '',
    )

/** Writes "don't" as "do not". */
const expandNegations = (text: string): string =>
  text.replaceAll(/\b(do|does|did|is|are|was|were|has|have|had|should|could|would)n['’]t\b/gi, '$1 not')
