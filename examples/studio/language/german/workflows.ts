import type { EnglishWorkflows } from '../english/workflows.ts'
import type { Formats } from '../formats.ts'

/** German strings of the workflow list. */
export const createGermanWorkflows = ({ pluralize, count }: Formats): EnglishWorkflows => ({
  workflows: {
    import: 'Importieren',
    exportAll: 'Alle exportieren',
    exportFiltered: 'Aufgelistete exportieren',
    fromTemplate: 'Neu aus Vorlage',
    onServer: 'Auf dem Server',
    noMatches: 'Keine passenden Abläufe.',
    showAll: 'Alle aktiven zeigen',
    search: 'Abläufe durchsuchen',
    tags: 'Schlagwörter',
    filters: {
      active: 'Aktiv',
      draft: 'Entwürfe',
      published: 'Veröffentlicht',
      archived: 'Archiviert',
      all: 'Alle',
    },
    sorts: { edited: 'Zuletzt geändert', name: 'Nach Namen' },
    statuses: { draft: 'Entwurf', published: 'Veröffentlicht', archived: 'Archiviert' },
    duplicate: 'Duplizieren',
    duplicateLabel: (name) => `„${name}“ duplizieren`,
    export: 'Als Datei exportieren',
    exportLabel: (name) => `„${name}“ als Datei exportieren`,
    deleteLabel: (name) => `„${name}“ löschen`,
    unreadableDescription: 'Dieser gespeicherte Ablauf ist nicht lesbar.',
    unreadable: 'Unlesbar',
    exportStoredData: 'Gespeicherte Daten exportieren',
    exportStoredLabel: (name) => `Gespeicherte Daten von „${name}“ exportieren`,
    deleteUnreadable: (name) => `Den unlesbaren Ablauf „${name}“ löschen`,
    tagsLabel: (name) => `Schlagwörter von „${name}“`,
    addTags: 'Schlagwort hinzufügen',
    statusLabel: (name) => `Status von „${name}“`,
    tagsField: (name) => `Schlagwörter von „${name}“, durch Kommas getrennt`,
    tagsExample: 'monatlich, Verkauf',
    saveTags: 'Speichern',
    archived: (name) => `„${name}“ archiviert.`,
    deleted: (name) => `„${name}“ gelöscht.`,
    imported: (workflows) => `${pluralize(workflows, 'Ablauf', 'Abläufe')} importiert.`,
    alreadyExist: (names) =>
      names.length === 1
        ? `„${names[0]}“ ist bereits vorhanden und unverändert.`
        : `${count(names.length)} Abläufe sind bereits vorhanden und unverändert.`,
    noWorkflowInFile: 'Die Datei enthält keinen Ablauf.',
    references: {
      title: (name) => `Unterabläufe von „${name}“ auswählen`,
      question: (names) =>
        names === 1
          ? 'Dieser Ablauf führt einen anderen Ablauf aus, der hier nicht gefunden wurde. Den Ablauf auswählen, der stattdessen ausgeführt wird.'
          : `Dieser Ablauf führt ${count(names)} andere Abläufe aus, die hier nicht gefunden wurden. Die Abläufe auswählen, die stattdessen ausgeführt werden.`,
      leave: 'Nicht auflösen',
      leaveAll: 'Keinen auflösen',
      apply: 'Übernehmen',
    },
    notLoaded: (name) => `„${name}“ konnte nicht vom Server geladen werden.`,
    notLoadedHint: 'Die Verbindung prüfen und erneut versuchen.',
    fileName: 'Abläufe',
  },
})
