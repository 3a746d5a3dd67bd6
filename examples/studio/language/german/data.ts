import type { EnglishData } from '../english/data.ts'
import type { Formats } from '../formats.ts'

/** German strings of the data page, and of files that are fetched from a URL. */
export const createGermanData = ({ pluralize, count }: Formats): EnglishData => ({
  data: {
    sampleName: 'beispiel.csv',
    sampleHeader: 'id,name,wert,kategorie',
    uploaded: 'Hochgeladen',
    fromUrl: 'Von URL',
    folder: 'Ordner',
    datasets: 'Datensätze',
    size: 'Größe',
    shape: 'Zeilen und Spalten',
    format: 'Format',
    rejectedRows: (rows) => `${pluralize(rows, 'abgewiesene Zeile', 'abgewiesene Zeilen')}`,
    added: 'Hinzugefügt',
    noMatches: (words) => `Keine Datensätze passen zu „${words}“.`,
    tip: 'Dateien irgendwo auf diese Seite ziehen oder eine Tabelle einfügen, um sie hinzuzufügen.',
    drop: 'Loslassen, um die Dateien zu den Daten hinzuzufügen',
    empty: 'Dateien mit Tabellen in jedem Format hinzufügen. Sie bleiben in diesem Browser.',
    emptyDrop: 'Eine Datei irgendwo auf diese Seite ziehen.',
    preview: 'Vorschau',
    closePreview: 'Vorschau schließen',
    loadPlan: 'Ladeplan',
    customLoadPlan: 'Eigener Ladeplan',
    planSaved: (name) => `Ladeplan für „${name}“ gespeichert.`,
    planReset: (name) => `„${name}“ wird wieder automatisch erkannt.`,
    planNotSaved: (name) => `Der Browser konnte den Ladeplan von „${name}“ nicht speichern.`,
    planNotSavedHint:
      'Er gilt, bis die Vorschau geschlossen wird. Ein normales Fenster verwenden oder dieser Website das Speichern erlauben.',
    downloadLabel: 'Herunterladen als',
    downloadAs: 'Herunterladen als …',
    original: 'Originaldatei',
    rename: 'Umbenennen',
    search: 'Daten durchsuchen',
    searchHint: 'Namen und Spalten durchsuchen',
    sorts: { added: 'Neueste zuerst', name: 'Nach Namen', size: 'Größte zuerst', rows: 'Meiste Zeilen zuerst' },
    fileUrl: 'URL der Datei',
    addFile: 'Datei herunterladen',
    downloading: 'Wird heruntergeladen …',
    deleted: (name) => `„${name}“ gelöscht.`,
    noTable: 'Keine Tabelle',
    rowCount: (rows) => pluralize(rows, 'Zeile', 'Zeilen'),
    columnCount: (columns) => pluralize(columns, 'Spalte', 'Spalten'),
    countedOnPreview: 'Große Datei. Die Zeilen werden beim Öffnen der Vorschau gezählt.',
    emptyFile: (name) => `„${name}“ ist leer.`,
    emptyFileHint: 'Erneut exportieren und diese Datei hinzufügen.',
    unreadable: (name) => `Der Dateityp von „${name}“ wird nicht unterstützt.`,
    unreadableHint:
      'Die Datei ist unverändert gespeichert. Sie als CSV, JSON, Excel oder Parquet exportieren und diese Datei hinzufügen.',
    uploadedUnreadable: (files) =>
      files === 1
        ? '1 Datei ließ sich nicht als Tabelle lesen'
        : `${count(files)} Dateien ließen sich nicht als Tabellen lesen`,
    columns: 'Spalten',
    more: (columns) => `${count(columns)} weitere`,
    loading: 'Die Datei wird geladen …',
    previewTitle: (name) => `Vorschau von ${name}`,
    noTableFound: 'Diese Datei enthält keine Tabelle.',
    noTableFoundHint: 'Für Einzelheiten in einem Ablauf öffnen.',
    notCreated: (why) => `Die Datei ließ sich nicht erstellen. ${why}`,
  },
  fetching: {
    invalidUrl: (address) => `„${address}“ ist keine gültige URL.`,
    invalidUrlHint: 'Eine URL verwenden, die mit https:// beginnt.',
    errorStatus: (host, status) => `${host} antwortete für diese Datei mit dem Status ${status}.`,
    errorStatusHint: 'Prüfen, ob sich die URL in einem neuen Tab öffnet.',
    notAllowed: (host) => `Der Server dieser Seite erlaubt keinen Zugriff auf ${host}.`,
    notAllowedHint: (origin) =>
      `Die Datei herunterladen, dann hierher ziehen. Oder den Administrator dieses Servers bitten, ${origin} in AW_CONNECT einzutragen.`,
    failed: (host) => `Die Datei ließ sich nicht von ${host} herunterladen.`,
    failedHint:
      'Der Host erlaubt möglicherweise keine Anfragen von Webseiten (CORS). Die Datei herunterladen, dann hierher ziehen.',
  },
})
