/**
 * Normalizes a description for the rules: removes list markers and examples, and expands contractions such as "don't".
 */
export const normalizeDescription = (text: string): string =>
  expandNegations(simplifyInclusiveLimits(blankExamples(expandAbbreviations(removeListMarkers(text)))))

/** Expands abbreviations or removes their period, because it would end the sentence. */
const expandAbbreviations = (text: string): string =>
  text
    .replaceAll(/\bfirst (?:and|&) last (?=names?\b)/gi, 'first name and last ')
    .replaceAll(/\bi\. ?e\.,?(?= )/gi, 'that is')
    .replaceAll(/\bincl\.(?= )/gi, 'including')
    .replaceAll(/\b(approx|vs|etc|avg|resp|excl)\.(?= [a-z])/gi, '$1')

/** Removes numbers and dashes at the start of list items. */
const removeListMarkers = (text: string): string =>
  text.replaceAll(/(?<=^|\n)[ \t]*(?:\d{1,2}[.)]|[-*•–])[ \t]+/g, '').replaceAll(/:[ \t]*(?=\n)/g, '')

/** Replaces examples in parentheses, and "I mean", with spaces. */
const blankExamples = (text: string): string =>
  text.replaceAll(
    /\bI mean\b|\((?:e\.g\.|for example|z\.\s?B\.|such as|like)[^)]{0,200}\)|\([^()]{0,80}(?:…|\.\.\.|\betc\b|\busw\b)[^()]{0,20}\)|\b(?:written|formatted) (?:like|as) [\d-]+|\([^()]{0,80}(?:\bbecomes\b|\bwird zu\b|->|→|=>)[^()]{0,80}\)/gi,
    // Several arrows form a list of replacements, not an example.
    (words) => ((words.match(/->|→|=>/g) ?? []).length > 1 ? words : ' '.repeat(words.length)),
  )

/** Replaces "up to and including" with "to", and removes "(2000 included)": limits are inclusive anyway. */
const simplifyInclusiveLimits = (text: string): string =>
  text
    .replaceAll(/\bup to and including\b/gi, 'to')
    .replaceAll(
      / ?\((?:\d{4} )?(?:inclusive|included|inkl\.|inklusive|einschließlich|eingeschlossen)\)|,? inclusive\b/gi,
      '',
    )

/** Expands "don't" to "do not". */
const expandNegations = (text: string): string =>
  text.replaceAll(/\b(do|does|did|is|are|was|were|has|have|had|should|could|would)n['’]t\b/gi, '$1 not')
