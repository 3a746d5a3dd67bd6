import type { Formats } from '../formats.ts'
import type { EnglishServerWorkflows } from './english-server-workflows.ts'

/** German texts of the page with the workflows of a server. */
export const germanServerWorkflows = ({ pluralize }: Formats): EnglishServerWorkflows => ({
  serverWorkflows: {
    title: 'Abläufe auf dem Server',
    lead: 'Was der Server neben dem aktuellen Dokument speichert: Status, öffentlicher Link, Versionen, Vorlagen des Arbeitsbereichs und sein Papierkorb.',
    needsServer: 'Versionen, Links und Vorlagen sind auf einem Server.',
    workflow: 'Ablauf',
    chooseWorkflow: 'Ablauf wählen',
    status: 'Status',
    statusChanged: 'Status geändert.',
    publishedVersion: (version) =>
      version === null
        ? 'Keine Version ist veröffentlicht.'
        : `Zeitpläne, Webhooks und Ereignisse führen Version ${version} aus.`,
    share: 'Öffentlicher Link',
    shareHelp: 'Wer den Link hat, kann den Ablauf ohne Anmeldung lesen.',
    shareOn: 'Alle mit dem Link können ihn lesen',
    link: 'Link',
    copyLink: 'Link kopieren',
    copied: 'Link kopiert.',
    copyFailed: 'Der Link konnte nicht kopiert werden. Markiere und kopiere ihn.',
    shared: 'Der Ablauf hat einen öffentlichen Link.',
    notShared: 'Der öffentliche Link gilt nicht mehr.',
    versions: 'Versionen',
    noVersions: 'Noch keine Versionen. Benanntes Speichern, Ausführen und Veröffentlichen legen eine an.',
    version: (number) => `Version ${number}`,
    madeBy: {
      saved: 'Gespeichert',
      published: 'Veröffentlicht',
      run: 'Ausgeführt',
      restored: 'Wiederhergestellt',
      imported: 'Importiert',
    },
    restore: 'Wiederherstellen',
    restoreLabel: (number) => `Version ${number} wiederherstellen`,
    restored: (number) => `Version ${number} wiederhergestellt.`,
    templates: 'Vorlagen des Arbeitsbereichs',
    noTemplates: 'Noch keine Vorlagen dieses Arbeitsbereichs.',
    addTemplate: 'Als Vorlage speichern',
    templateAdded: (name) => `„${name}“ ist eine Vorlage.`,
    use: 'Ablauf anlegen',
    useLabel: (name) => `Ablauf aus „${name}“ anlegen`,
    used: (name) => `Ablauf „${name}“ angelegt.`,
    deleteTemplate: (name) => `Vorlage „${name}“ löschen`,
    templateDeleted: (name) => `Vorlage „${name}“ gelöscht.`,
    nodes: (nodes) => pluralize(nodes, 'Knoten', 'Knoten'),
    trash: 'Papierkorb des Servers',
    noTrash: 'Keine gelöschten Abläufe.',
    restoreWorkflow: (name) => `„${name}“ wiederherstellen`,
    workflowRestored: (name) => `„${name}“ wiederhergestellt.`,
  },
})
