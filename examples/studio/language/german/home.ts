import type { EnglishHome } from '../english/home.ts'
import type { Formats } from '../formats.ts'

/** German strings of the home page. */
export const createGermanHome = ({ pluralize, count }: Formats): EnglishHome => ({
  home: {
    quickActions: 'Schnellzugriff',
    fromTemplate: 'Neu aus Vorlage',
    allWorkflows: 'Alle Abläufe',
    validateFile: 'Datei prüfen',
    tour: 'Rundgang (5 Min.)',
    mainTask: 'Eine unordentliche Datei vorbereiten',
    mainTaskHelp:
      'Eine Datei hierher ziehen. Agenten laden sie, bereiten sie vor, prüfen sie und melden jeden Schritt. Nichts verlässt diesen Browser.',
    mainTaskOnServer:
      'Eine Datei hierher ziehen. Agenten laden sie auf dem Server, bereiten sie vor, prüfen sie und melden jeden Schritt.',
    loadHelp: 'Jede Datei, sofort',
    prepareHelp: 'Ein lesbarer Plan',
    validateHelp: 'Prüft jede Regel',
    tableHelp: 'Als Datei speichern',
    drop: 'Loslassen, um die Datei zu laden und vorzubereiten',
    uploaded: (files) => (files === 1 ? 'Datei hochgeladen.' : `${count(files)} Dateien hochgeladen.`),
    viewData: 'Daten ansehen',
    recentWorkflows: 'Letzte Abläufe',
    recentRuns: 'Letzte Läufe',
    all: 'Alle',
    approvals: (runs) => (runs === 1 ? '1 Lauf wartet auf Genehmigung' : `${runs} Läufe warten auf Genehmigung`),
    noRuns: 'Läufe erscheinen hier, sobald ein Ablauf ausgeführt wird.',
    system: 'System',
    engine: 'Rechenkern',
    engineStates: { loading: 'Startet', ready: 'Bereit, in diesem Browser', failed: 'Nicht verfügbar' },
    data: 'Daten',
    datasets: (datasets) => pluralize(datasets, 'Datensatz', 'Datensätze'),
    offline: 'Offline',
    offlineReady: 'Bereit',
    offlineNotReady: 'Noch nicht bereit',
    storage: 'Speicher',
    untilClosed: 'Bis dieser Tab geschlossen wird',
    used: (used, quota) => `${used} von ${quota}`,
    inBrowser: 'In diesem Browser',
    succeeded: (ended) => `von ${pluralize(ended, 'beendeten Lauf', 'beendeten Läufen')} erfolgreich`,
    median: (time) => `Median der erfolgreichen: ${time}`,
    lastRuns: (shown, went, failed) =>
      `${shown === 1 ? 'Letzter Lauf' : `Letzte ${count(shown)} Läufe`}: ${count(went)} erfolgreich, ${count(failed)} fehlgeschlagen`,
  },
})
