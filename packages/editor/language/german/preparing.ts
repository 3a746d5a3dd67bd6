import type { Sentences } from '../sentences.ts'

/** What preparing says in German: why each step is taken, what it costs, what was tried. */
export const germanPreparing: Sentences = {
  // Ids, coordinates, links.
  '`‹column›` (‹why›)': '`‹column›` (‹why*›)',
  // What a plan did.
  'The plan has no links.': 'Der Plan hat keine Verbindungen.',
  '‹count› ‹row|rows› ‹is|are› ‹target›.': '‹count|Zeile ist|Zeilen sind› ‹target›.',
  'That is no operation: ‹where›: ‹reason›': 'Das ist kein Schritt: ‹where›: ‹reason›',
  // A plan that is changed.
  'No operation `‹id›` is in the plan (has ‹ids›).': 'Kein Schritt `‹id›` ist im Plan (er hat ‹ids›).',
  'No operation `‹id›` is in the plan.': 'Kein Schritt `‹id›` ist im Plan.',
  'The operation needs an id that the plan has not (‹id›).':
    'Der Schritt braucht eine Kennung, die der Plan nicht hat (‹id›).',
  '`‹id›` cannot stand before itself.': '`‹id›` kann nicht vor sich selbst stehen.',
  '‹count› cells (‹rule›). The first: ‹reason›': '‹count|Zelle|Zellen› (‹rule*›). Die erste: ‹reason*›',
  '‹count› rows. The first, row ‹row›: ‹reason›': '‹count|Zeile|Zeilen›. Die erste, Zeile ‹row#›: ‹reason*›',
  '"‹type›" is not a type that a column can be given.': '„‹type›“ ist kein Typ, den eine Spalte bekommen kann.',
  'The expression ‹expression› cannot be used: ‹reason›':
    'Der Ausdruck ‹expression› lässt sich nicht benutzen: ‹reason*›',
  'The pattern ‹pattern› might take for ever, or is none.': 'Das Muster ‹pattern› könnte ewig dauern, oder ist keines.',
  'Key of the model': 'Schlüssel des Modells',
  'Model is at': 'Das Modell ist bei',
}
