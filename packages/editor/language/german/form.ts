import type { EditorStrings } from '../../elements/editor/editor-strings.ts'
import type { GermanFormats } from './formats.ts'
import type { Words } from '../words.ts'

type FormStrings = EditorStrings['inspectorWords']['form']

/** The form of a node's settings in German. */
export const germanForm = (
  { language, said, count, many }: GermanFormats,
  loadPlan: Words<EditorStrings['loadPlan']>,
): Words<FormStrings> => {
  const code = { completions: 'Ergänzungen', deleted: 'Auswahl gelöscht', control: 'Steuerzeichen' }
  const decimal = (number: number): string => new Intl.NumberFormat(language).format(number)
  return {
    said,
    none: 'Dieser Knoten hat keine Einstellungen.',
    runInput: 'Die Eingabe des Laufs',
    missingDataset: (id) => `Eine Datei, die nicht hier ist (${id.slice(0, 8)}…)`,
    upload: 'Eine Datei hochladen',
    restore: (title) => `„${title}“ auf die Vorgabe zurücksetzen`,
    notNumber: 'Eine Zahl angeben.',
    notInteger: 'Eine ganze Zahl angeben.',
    tooSmall: (least) => `Mindestens ${decimal(least)}.`,
    tooLarge: (most) => `Höchstens ${decimal(most)}.`,
    notMore: (bound) => `Mehr als ${decimal(bound)}.`,
    notLess: (bound) => `Weniger als ${decimal(bound)}.`,
    noGroups: (plain) => `${plain} schreiben, ohne Zeichen zwischen den Tausendern.`,
    twoWays: (text, plain, fraction) =>
      `„${text}“ lässt sich auf zwei Weisen lesen: ${plain} oder ${fraction} schreiben.`,
    notJson: (reason) => `Das ist noch kein JSON: ${reason}`,
    notSet: 'Nicht gesetzt',
    noChoice: (value) => `${value} (keines von diesen)`,
    required: 'benötigt',
    yes: 'Ja',
    loadPlan,
    list: {
      add: (title) => `Zu „${title}“ hinzufügen`,
      item: (title, place) => `${title} ${place}`,
      remove: (title, place) => `${title} ${place} entfernen`,
      raise: (title, place) => `${title} ${place} nach oben`,
      lower: (title, place) => `${title} ${place} nach unten`,
      none: 'Noch nichts.',
    },
    code,
    column: {
      choose: 'Eine Spalte wählen',
      list: 'Spalten',
      add: 'Eine Spalte hinzufügen',
      open: 'Spalten zeigen',
      none: (search) => (search === '' ? 'Keine Spalten.' : `Keine Spalte passt zu „${search}“.`),
      found: (number) => many(number, 'Spalte', 'Spalten'),
      more: (number) => `${count(number)} weitere: einen Teil des Namens schreiben.`,
      missing: (name) => `„${name}“ ist nicht in der Tabelle.`,
      unknown: 'Die Spalten sind bekannt, sobald gelaufen ist, was davor kommt. Bis dahin einen Namen schreiben.',
      takes: (name) => `„${name}“ nehmen, wie es geschrieben ist`,
      remove: (name) => `${name} entfernen`,
      raise: (name) => `${name} nach oben`,
      addAll: (number) => `Alle ${count(number)} hinzufügen`,
      chosen: (name) => `${name} hinzugefügt`,
      removed: (name) => `${name} entfernt`,
      moved: (name, place) => `${name} steht jetzt auf Platz ${count(place)}`,
    },
    expression: {
      gives: 'Er ergibt',
      givesRows: 'In den ersten Zeilen',
      nothing: 'nichts',
      noRows: 'Ausführen, was davor kommt, um zu sehen, was er ergibt.',
      at: (message, line, column) => `${message} (Zeile ${line}, Stelle ${column})`,
      code,
    },
    map: {
      key: (title, place) => `${title}: Name ${place}`,
      value: (title, key) => `${title}: Wert von ${key === '' ? 'dem neuen Namen' : key}`,
      keyHint: 'Name',
      valueHint: 'Wert',
      add: (title) => `Zu „${title}“ hinzufügen`,
      remove: (title, key) => `${key === '' ? 'Die leere Zeile' : key} aus „${title}“ entfernen`,
      noKey: 'Diesem Wert einen Namen geben.',
      twice: (key) => `„${key}“ steht zweimal da: Nur das erste zählt.`,
    },
    secret: {
      none: 'Keines',
      missing: (name) => `${name} (auf dieser Seite nicht vorhanden)`,
      make: 'Ein Geheimnis für diese Seite behalten',
    },
    variant: { kind: (title) => `Art von „${title}“` },
  }
}
