import type { EditorStrings } from '../../elements/editor/editor-strings.ts'
import { germanColumnTypes, type GermanFormats } from './formats.ts'
import type { StringsOf } from '../languages.ts'

type FormStrings = EditorStrings['inspectorStrings']['form']

/** German strings of a node's settings form. */
export const createGermanForm = (
  { language, count, pluralize }: GermanFormats,
  loadPlan: StringsOf<EditorStrings['loadPlan']>,
): StringsOf<FormStrings> => {
  const code = { completions: 'Ergänzungen', selectionDeleted: 'Auswahl gelöscht', controlCharacter: 'Steuerzeichen' }
  const decimal = (number: number): string => new Intl.NumberFormat(language).format(number)
  return {
    noSettings: 'Dieser Knoten hat keine Einstellungen.',
    runInput: 'Eingabe des Laufs',
    missingDataset: (id) => `Fehlende Datei (${id.slice(0, 8)}…)`,
    upload: 'Datei hochladen',
    restore: (title) => `„${title}“ auf die Vorgabe zurücksetzen`,
    notNumber: 'Eine Zahl angeben.',
    notInteger: 'Eine ganze Zahl angeben.',
    tooSmall: (min) => `Mindestens ${decimal(min)}.`,
    tooLarge: (max) => `Höchstens ${decimal(max)}.`,
    mustBeGreater: (bound) => `Mehr als ${decimal(bound)}.`,
    mustBeLess: (bound) => `Weniger als ${decimal(bound)}.`,
    noSeparators: (plain) => `${plain} ohne Tausenderzeichen angeben.`,
    ambiguousNumber: (text, plain, fraction) => `„${text}“ ist mehrdeutig. ${plain} oder ${fraction} angeben.`,
    notJson: (reason) => `Ungültiges JSON: ${reason}`,
    notSet: 'Nicht gesetzt',
    notAnOption: (value) => `${value} (keine Auswahl)`,
    required: 'erforderlich',
    moreSettings: 'Weitere Einstellungen',
    yes: 'Ja',
    writeFromDescription: 'Aus Worten …',
    loadPlan,
    list: {
      add: (title) => `Zu „${title}“ hinzufügen`,
      item: (title, place) => `${title} ${place}`,
      remove: (title, place) => `${title} ${place} entfernen`,
      moveUp: (title, place) => `${title} ${place} nach oben`,
      moveDown: (title, place) => `${title} ${place} nach unten`,
      noItems: 'Noch keine Einträge.',
    },
    code,
    column: {
      columnTypes: germanColumnTypes,
      choose: 'Wählen …',
      list: 'Spalten',
      add: 'Spalte hinzufügen',
      open: 'Spalten zeigen',
      noMatches: (search) => (search === '' ? 'Keine Spalten.' : `Keine Spalte passt zu „${search}“.`),
      matchCount: (number) => pluralize(number, 'Spalte', 'Spalten'),
      moreColumns: (number) => `${count(number)} weitere. Zum Filtern tippen.`,
      missingColumn: (name) => `„${name}“ ist nicht in der Tabelle.`,
      unknownColumns: 'Den vorigen Schritt ausführen oder einen Namen eingeben.',
      useName: (name) => `„${name}“ verwenden`,
      remove: (name) => `${name} entfernen`,
      moveUp: (name) => `${name} nach oben`,
      addAll: (number) => `Alle ${count(number)} hinzufügen`,
      added: (name) => `${name} hinzugefügt`,
      removed: (name) => `${name} entfernt`,
      moved: (name, place) => `${name} auf Position ${count(place)} verschoben`,
    },
    expression: {
      preview: 'Vorschau',
      previewRows: 'Vorschau (erste Zeilen)',
      empty: '(leer)',
      noRows: 'Den vorigen Schritt ausführen, um eine Vorschau zu sehen.',
      withPosition: (message, line, column) => `${message} (Zeile ${line}, Spalte ${column})`,
      code,
    },
    map: {
      key: (title, place) => `${title}: Name ${place}`,
      value: (title, key) => `${title}: Wert von ${key === '' ? 'dem neuen Namen' : key}`,
      keyHint: 'Name',
      valueHint: 'Wert',
      add: (title) => `Zu „${title}“ hinzufügen`,
      remove: (title, key) => `${key === '' ? 'Die leere Zeile' : key} aus „${title}“ entfernen`,
      noKey: 'Einen Namen für diesen Wert eingeben.',
      duplicateKey: (key) => `Name „${key}“ ist doppelt. Nur der erste wird verwendet.`,
    },
    secret: {
      none: 'Keines',
      unavailable: (name) => `${name} (auf dieser Seite nicht vorhanden)`,
      addSecret: 'Geheimnis hinzufügen',
    },
    variant: { kind: (title) => `Typ von „${title}“` },
  }
}
