import type { EnglishValidation } from '../english/validation.ts'
import type { Formats } from '../formats.ts'

/** German strings of the validation page. */
export const createGermanValidation = ({ pluralize, count }: Formats): EnglishValidation => ({
  validation: {
    title: 'Prüfen',
    validate: 'Daten prüfen',
    validating: 'Wird geprüft …',
    result: 'Ergebnis',
    data: 'Daten',
    noData: 'Noch keine Daten',
    selectDataset: 'Datensatz wählen …',
    datasetRequired: 'Einen Datensatz zum Prüfen wählen.',
    method: 'Verfahren',
    selectDatasetForRules: 'Einen Datensatz wählen, um Regeln für seine Spalten hinzuzufügen.',
    methods: {
      rules: {
        title: 'Regeln',
        description: 'Prüft Spalten, Typen, Bereiche, Muster und Schlüssel beim Bearbeiten.',
        label: 'Regeln',
      },
      schema: {
        title: 'JSON',
        description: 'Dieselben Regeln als Text.',
        label: 'Schema (JSON)',
      },
      info: {
        title: 'Tabellenprüfungen',
        description: 'Prüft Bedingungen über Kennzahlen der ganzen Tabelle.',
        label: 'Bedingungen (eine je Zeile)',
      },
      function: {
        title: 'Funktion',
        description: 'Prüft jede Zeile mit einem Ausdruck, SQL oder Code.',
        label: 'Bedingung für jede Zeile',
      },
    },
    language: 'Sprache',
    languages: { expression: 'Ausdruck (JSONata)', predicate: 'SQL-Bedingung', code: 'JavaScript' },
    codeExample: 'return row.value > 0 || "value muss größer als 0 sein"',
    noRules: 'Mindestens eine Regel hinzufügen.',
    startFromColumns: 'Mit den Spalten dieser Datei beginnen',
    startFromExample: 'Mit einem Beispiel beginnen',
    empty: 'Ergebnisse erscheinen hier: jede Regel, wie viele Zeilen sie verletzen, und Beispiele.',
    failed: 'Die Prüfung ist fehlgeschlagen.',
    dataIs: 'Die Daten sind',
    valid: 'gültig',
    notValid: 'nicht gültig',
    allPassed: (rules) => `${pluralize(rules, 'Regel', 'Regeln')} erfüllt.`,
    someFailed: (failing, rules) => `${count(failing)} von ${pluralize(rules, 'Regel', 'Regeln')} verletzt.`,
    showDetails: 'Einzelheiten zeigen',
    hideDetails: 'Einzelheiten ausblenden',
    noReport: 'Es wurde kein Prüfbericht zurückgegeben.',
    notStarted: 'Die Prüfung ließ sich nicht starten.',
    notStartedHint: 'Die Regeln überprüfen, dann erneut prüfen.',
  },
})
