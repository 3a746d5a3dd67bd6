import type { German } from './german.ts'
import type { checkingMessages as english } from '../english/checking.ts'

export const checkingMessages: German<typeof english> = {
  'finding.null-word': 'Fehlende Werte sind als Wörter geschrieben: {$words}.',
  'finding.unit-spelling':
    'Die Spalte schreibt eine Einheit auf {$forms :integer} Arten, etwa „{$example}“. Die einheitliche Form ist „{$canonical}“.',
  'finding.time-format': 'Zeiten sind wie „{$canonical}“ geschrieben; diese Form weicht ab: „{$example}“.',
  'finding.date-format': 'Daten sind wie „{$canonical}“ geschrieben; diese Form weicht ab: „{$example}“.',
  'finding.duration-format': 'Dauern sind wie „{$canonical}“ geschrieben; diese Form weicht ab: „{$example}“.',
  'finding.number-format':
    'Zahlen sind ohne Zusätze geschrieben; „{$example}“ ist eine andere Form von „{$canonical}“.',
  'finding.code-format': 'Codes sind wie „{$canonical}“ geschrieben; diese Form weicht ab: „{$example}“.',
  'finding.leading-zeros': 'Einige Codes haben andere führende Nullen: „{$example}“ neben „{$canonical}“.',
  'finding.letter-case': 'Werte haben die Groß- und Kleinschreibung von „{$canonical}“; diese weicht ab: „{$example}“.',
  'finding.variant': '„{$example}“ ist eine andere Schreibweise von „{$canonical}“.',
  'finding.encoding': '„{$example}“ wurde falsch dekodiert; der Text ist „{$canonical}“.',
  'finding.spilled-value': 'Werte von `{$to}` stehen in den Zellen von `{$from}`, und ihre eigenen Zellen sind leer.',
  'finding.contradiction':
    'Zeilen mit gleichem `{$key}` widersprechen sich: {$agreeing :integer} von {$total :integer} haben „{$value}“.',
  'finding.gap':
    'Die Zelle ist leer, wie in {$empty :integer} von {$rows :integer} Zeilen. In allen Spalten fehlen zufällig Zellen.',
  'finding.check-digit': 'Die Prüfziffer passt nicht: Das ist keine gültige {$code}.',
  'finding.impossible-value': 'Diesen Wert gibt es nicht: {$type}.',
}
