/**
 * Text formats that are not tables of lines, with the start of their text. `kind` is a parameter of the message
 * `file.kind`.
 */
const textFormats: readonly (readonly [kind: string, start: RegExp])[] = [
  ['ofx', /^(?:OFXHEADER\s*:|<OFX>)/i],
  ['qif', /^!(?:type|account|option|clear):/i],
  ['mt940', /^(?:\{1:F01|(?:[^\n]{0,80}\n){0,5}:20:[^\n]*\n(?::21:[^\n]*\n)?:25P?:)/],
  ['vcard', /^BEGIN:VCARD\b/i],
  ['icalendar', /^BEGIN:VCALENDAR\b/i],
  ['edifact', /^(?:UNA.{6}\s*)?UNB\+/],
  ['x12', /^ISA\*[^\n]{2}\*/],
  ['gedcom', /^0 HEAD\s*\n1 /],
  ['ldif', /^(?:version: *1\s+)?dn::? /i],
  ['bibtex', /^@(?:article|book|inbook|incollection|inproceedings|misc|phdthesis|string|comment)\s*[{(]/i],
  ['sparse-arff', /^(?:%[^\n]*\s+)*@relation\b[^]*?\n[^\S\n]*@data[^\S\n]*\n(?:\s*%[^\n]*\n)*\s*\{/i],
]

/** Returns the kind of a text format that no reader supports, or `undefined`. */
export const findTextFormat = (text: string): string | undefined =>
  textFormats.find(([, start]) => start.test(text))?.[0]
