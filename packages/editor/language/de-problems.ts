import type { Problem } from '@aw-flow/schema'
import { problemValues, type ProblemValues } from './problem-values.ts'

type Sentence = readonly [message: string, hint?: string]

/** By code, and from the values. What is not here is shown in English. */
const sentences: Readonly<Record<string, (values: ProblemValues) => Sentence | undefined>> = {
  'node.missing-input': ({ quoted: [node, port] }) => [
    `„${node}“ braucht etwas an seinem Eingang „${port}“.`,
    'Einen Knoten verbinden, der es gibt.',
  ],
  'node.unknown-type': ({ quoted: [type] }) => [`Den Knotentyp „${type}“ gibt es hier nicht.`],
  'table.missing-column': ({ quoted: [column] }) => [
    `Die Spalte „${column}“ ist nicht in der Tabelle.`,
    'Eine andere Spalte wählen.',
  ],
  'table.no-column-chosen': () => ['Keine Spalte ist gewählt.', 'Eine Spalte wählen.'],
  'expression.unknown-name': ({ quoted: [name, shown] }) =>
    name === undefined ? undefined : [`„${name}“${shown ? ` in „${shown}“` : ''} lässt sich hier nicht lesen.`],
  'select.no-columns': () => ['Keine Spalte bliebe übrig.', 'Mindestens eine behalten.'],
  'join.no-keys': () => [
    'Keine Spalten sind gewählt, über die verbunden wird.',
    'Von jeder Tabelle eine Spalte wählen.',
  ],
  'load.dataset-missing': () => [
    'Die gewählte Datei ist nicht mehr hier.',
    'Eine andere Datei wählen, oder dieselbe noch einmal hinzufügen.',
  ],
  'load.no-reader': () => [
    'Die gewählte Datei lässt sich nicht lesen.',
    'Eine Tabelle wählen: CSV, JSON, Excel, Parquet, Arrow, SQLite, XML oder HTML, allein oder in gzip oder zip.',
  ],
  'load.empty-file': () => [
    'Die gewählte Datei ist leer: Sie gibt eine Tabelle ohne Spalten.',
    'Die Datei wählen, in der die Daten sind.',
  ],
  'workflow.cycle': ({ quoted: [node] }) => [
    node === undefined ? 'Knoten warten aufeinander.' : `Knoten warten aufeinander, darunter „${node}“.`,
    'Eine der Verbindungen zwischen ihnen entfernen, oder einen Schleifenknoten nehmen.',
  ],
  'dataset.already-here': ({ quoted: [name, known] }) => [
    `„${name}“ ist schon hier, als „${known}“.`,
    'Beide enthalten dieselben Bytes, also sind sie eine Datei.',
  ],
  'dataset.unreadable': ({ quoted: [name] }) => [`„${name}“ ließ sich nicht aufnehmen.`],
  'storage.full': () => [
    'Der Speicher des Browsers ist voll: Dies bleibt nur, bis die Seite geschlossen wird.',
    'Nicht mehr benötigte Dateien löschen, oder auf dem Gerät Platz schaffen.',
  ],
  'storage.failed': () => [
    'Der Browser konnte nicht speichern.',
    'Es bleibt, bis die Seite geschlossen wird. Was gebraucht wird, als Datei speichern und die Seite neu laden.',
  ],
  'engine.died': () => [
    'Der Rechenkern ist ausgefallen.',
    'Noch einmal ausführen. Hilft das nicht, prüfen, ob die Seite erreichbar ist, und sie neu laden.',
  ],
  'engine.failed': () => ['Der Rechenkern ist gescheitert.', 'Die Seite neu laden und es noch einmal versuchen.'],
  'egress.host-not-allowed': ({ quoted: [host] }) => [
    `„${host}“ gehört nicht zu den Rechnern, die hier gefragt werden dürfen.`,
    'Wer dies betreibt, kann ihn erlauben.',
  ],
  'pivot.no-values': ({ where: { column = '' } }) => [
    `Die Spalte „${column}“ hat keinen Wert, der eine Spalte werden könnte.`,
    'Die Werte nennen, oder eine andere Spalte wählen.',
  ],
  'validate.no-rows': () => [
    'Die Tabelle hat keine Zeilen: Es gab nichts zu prüfen.',
    'Ansehen, was der Knoten davor gibt.',
  ],
}

/** A problem in German by its code, as far as it is known; else as it came. */
export function germanProblem(problem: Problem): Problem {
  const sentence = sentences[problem.code]?.(problemValues(problem))
  if (!sentence) return problem
  const [message, hint] = sentence
  return { ...problem, message, ...(hint === undefined ? {} : { hint }) }
}
