import type { EnglishSettings } from '../english/settings.ts'
import type { Formats } from '../formats.ts'

/** German strings of the settings page: API keys, language models, storage and full export. */
export const createGermanSettings = ({ pluralize, count }: Formats): EnglishSettings => ({
  settings: {
    title: 'Einstellungen',
    appearance: 'Darstellung und Sprache',
    themes: { auto: 'Auto (System)', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
    matchBrowser: 'Wie Browser',
    formatNote: (locale) => `Format von Zahlen und Datumsangaben: ${locale}.`,
    retries: 'Vorgabe für Wiederholungen',
    retryDelays: 'Wartezeit vor jeder Wiederholung (Sekunden)',
    delaysHelp:
      'Eine Zahl je Wiederholung, etwa 5, 30, 120. Gilt für neue Abläufe. Abläufe und Knoten können eigene Werte haben.',
    invalidDelay: (wrong) =>
      `${wrong === '' ? 'Eine Wartezeit fehlt.' : `„${wrong}“ ist keine gültige Zahl.`} Zahlen ab 0 angeben, durch Kommas getrennt, etwa 0.5, 5, 30.`,
    tooManyDelays: (delays) => `${count(delays)} Wartezeiten sind zu viele. Höchstens 10 angeben.`,
    notStored: 'Der Browser konnte diese Einstellung nicht speichern.',
    storage: 'Speicher',
    notPersistent:
      'Dieser Browser speichert für diese Seite keine Daten. Beim Schließen des Tabs geht alles verloren. Exportieren, was erhalten bleiben soll.',
    used: (used, free) => `${used} belegt, ${free} frei.`,
    inBrowser: 'In diesem Browser.',
    persisted: 'Gespeichert, bis es gelöscht wird.',
    usedLabel: 'Belegter Speicher',
    mayEvict:
      'Der Browser darf gespeicherte Daten löschen, wenn der Datenträger voll ist. Er kann sie auf Anfrage schützen.',
    persist: 'Speicher schützen',
    offline: 'Funktioniert offline.',
    offlineNotReady: 'Offline: noch nicht bereit.',
    storedData: 'Gespeicherte Daten',
    data: 'Daten',
    dataUsage: (datasets, bytes) => `${pluralize(datasets, 'Datensatz', 'Datensätze')}, ${bytes}`,
    manageData: 'Daten verwalten',
    runs: 'Läufe',
    storedRuns: (runs) => pluralize(runs, 'Lauf', 'Läufe'),
    noOldRuns: 'Keine Läufe älter als ein Monat',
    deleteOldRuns: (runs) => `${pluralize(runs, 'Lauf', 'Läufe')} löschen (älter als ein Monat)`,
    trash: 'Papierkorb',
    results: 'Ergebnisse von Läufen',
    resultsUsage: (runs, bytes, limit) => `${pluralize(runs, 'Lauf', 'Läufe')}, ${bytes} von ${limit}`,
    resultsNotStored: 'Nicht gespeichert',
    resultsLimit: 'Speichergrenze für Ergebnisse von Läufen',
    automatic: 'Automatisch: 1 GB oder 10 % des Platzes',
    storeNoResults: 'Ergebnisse nicht speichern',
    resultsHelp: 'Die ältesten Ergebnisse werden zuerst entfernt. Sie lassen sich aus den Datensätzen neu berechnen.',
    removeStoredResults: 'Gespeicherte Ergebnisse entfernen',
    trashUsage: (things, bytes) => `${pluralize(things, 'Element', 'Elemente')}, ${bytes}`,
    reviewTrash: 'Papierkorb ansehen und leeren',
    export: 'Alles exportieren',
    exportingAll: 'Wird exportiert …',
    import: 'Export importieren',
    runsDeleted: (runs) => `${pluralize(runs, 'Lauf', 'Läufe')} gelöscht.`,
    notGranted: 'Dauerhafter Speicher wurde nicht gewährt. Browser gewähren ihn meist installierten Apps.',
    alreadyImported: 'Alles aus dieser Datei wurde bereits importiert.',
    exportHelp:
      'Enthält Daten, Ladepläne, Abläufe mit ihren benannten Versionen, Läufe und diese Einstellungen. Ohne API-Schlüssel, den Server mit seinem Token und den Papierkorb.',
    imported: ({ workflows, datasets, runs, plans, settings, models }) =>
      `Importiert: ${[
        ...(workflows > 0 ? [pluralize(workflows, 'Ablauf', 'Abläufe')] : []),
        ...(datasets > 0 ? [pluralize(datasets, 'Datensatz', 'Datensätze')] : []),
        ...(runs > 0 ? [pluralize(runs, 'Lauf', 'Läufe')] : []),
        ...(plans > 0 ? [pluralize(plans, 'Ladeplan', 'Ladepläne')] : []),
        ...(settings > 0 ? [pluralize(settings, 'Einstellung', 'Einstellungen')] : []),
        ...(models > 0 ? [`${pluralize(models, 'Modell', 'Modelle')}, unter Sprachmodelle hinzuzufügen`] : []),
      ].join(', ')}.`,
    keyboard: 'Tastenkürzel',
    keys: [
      ['Strg+S', 'Ablauf speichern'],
      ['Strg+K', 'Befehle, Knoten und Notizen im Editor suchen'],
      ['Strg+Z, Strg+Umschalt+Z', 'Rückgängig, wiederherstellen'],
      ['?', 'Alle Tastenkürzel zeigen und ändern'],
      ['Tab, Pfeile', 'Durch Arbeitsfläche und Tabellen gehen'],
    ],
  },
  keys: {
    title: 'API-Schlüssel',
    description:
      'Knoten verweisen mit Namen auf Schlüssel. Ein Schlüssel wird nur an die aufgeführten Hosts gesendet. Schlüssel gelten nur für diesen Tab oder werden mit einer Passphrase verschlüsselt in diesem Browser gespeichert.',
    withServer: 'Auch der Server, der die Abläufe ausführt, speichert sie verschlüsselt.',
    onServer: 'Auf dem Server',
    onlyInTab: 'Nur in diesem Tab',
    sendToServer: 'An den Server senden',
    passphrase: 'Passphrase',
    unlocking: 'Wird entsperrt …',
    unlock: 'Schlüssel entsperren',
    deleteAll: 'Schlüssel löschen',
    forHosts: (hosts) => `für ${hosts}`,
    deleteKey: (name) => `Schlüssel „${name}“ löschen`,
    host: 'Host',
    key: 'Schlüssel',
    add: 'Schlüssel hinzufügen',
    newPassphrase: (characters) => `Passphrase (mindestens ${characters} Zeichen)`,
    encrypting: 'Wird verschlüsselt …',
    encrypt: 'In diesem Browser speichern',
    notStored: 'Der Browser konnte die Schlüssel nicht speichern. Beim Schließen des Tabs gehen sie verloren.',
    encrypted: 'Schlüssel gespeichert, mit der Passphrase verschlüsselt.',
    wrongPassphrase:
      'Falsche Passphrase. Ohne die richtige sind die Schlüssel nicht lesbar. Erneut versuchen oder die Schlüssel löschen.',
    storeAgain:
      'Die verschlüsselten Schlüssel wurden gelöscht, weil sie diesen enthielten. Die anderen erneut speichern.',
  },
  models: {
    title: 'Sprachmodelle',
    description:
      'Alles funktioniert ohne KI. Ein Knoten „Vorbereiten“ kann sich seinen Plan von einem Modell vorschlagen lassen. Das Modell wird in der Schrittliste des Ablaufs gewählt. Das Modell sieht Spalten, Anzahlen und einige Zeilen, nie die ganze Tabelle.',
    prices: (date) =>
      `Kosten sind in US-Dollar, nach Preislisten vom ${date}. Zu einem Modell, das darin fehlt, gibt es keine.`,
    url: 'URL',
    model: 'Modell',
    key: 'API-Schlüssel (optional)',
    nameExample: 'Mein Rechner',
    none: 'keiner',
    add: 'Modell hinzufügen',
    modelAtAddress: (model, address) => `${model} unter ${address}`,
    withKey: (key) => `, Schlüssel „${key}“`,
    remove: (name) => `Modell „${name}“ entfernen`,
    removed: (name) => `Modell „${name}“ entfernt.`,
    importedModels: 'Importiert. Hinzufügen, um es in Schritten zu verwenden.',
    addImportedModel: (name) => `Modell „${name}“ hinzufügen`,
    reachability: {
      unreachable: (origin) =>
        `Modell hinzugefügt, aber ${origin} hat nicht geantwortet. Prüfen, ob es läuft und Anfragen von Webseiten erlaubt (CORS).`,
      blocked: (origin) =>
        `Modell hinzugefügt, aber diese Seite hat keinen Zugriff auf ${origin}. Ihren Server mit AW_CONNECT=${origin} starten oder einen Server wählen, der die Anfragen sendet.`,
      outdated: (origin) =>
        `Modell hinzugefügt. Die Seite neu laden: Der Zugriff auf ${origin} wurde erst nach dem Laden gewährt.`,
      reloadFromServer: 'Seite neu laden',
    },
    incomplete: 'Einen Namen und ein Modell eingeben.',
    invalidUrl: (address) => `„${address}“ ist keine gültige URL. Eine URL wie https://api.openai.com/v1 verwenden.`,
    tooMany: (max) => `Höchstens ${max} Modelle sind möglich. Zuerst eines entfernen.`,
    notStored:
      'Der Browser konnte das Modell nicht speichern. Ein normales Fenster verwenden oder dieser Website das Speichern erlauben.',
  },
  browserModel: {
    title: 'Modell dieses Browsers',
    description:
      'Manche Browser haben ein eigenes Sprachmodell. Es läuft auf diesem Gerät; keine Daten verlassen das Gerät.',
    states: {
      missing: 'Dieser Browser hat kein eigenes Sprachmodell. Chrome für Desktop hat eines seit Version 148.',
      unchecked: 'Prüfen, ob dieser Browser ein Modell ausführen kann. Dabei wird nichts heruntergeladen.',
      unavailable: 'Der Browser kann sein Modell hier nicht ausführen. Es braucht etwa 22 GB freien Speicher.',
      downloadable: 'Das Modell kann heruntergeladen werden. Es ist mehrere Gigabyte groß.',
      downloading: 'Der Browser lädt das Modell herunter.',
      available: 'Das Modell ist bereit.',
    },
    check: 'Diesen Browser prüfen',
    download: 'Modell herunterladen',
    confirmTitle: 'Das Modell des Browsers herunterladen?',
    confirm:
      'Der Download ist mehrere Gigabyte groß und braucht etwa 22 GB freien Speicher. Der Browser speichert das Modell.',
    failed: (reason) => `Das Modell wurde nicht heruntergeladen: ${reason}`,
    use: (name) => `In Läufen dieser Seite als Modell „${name}“ verwenden`,
  },
  exportAll: {
    notAnExport: (name) => `„${name}“ ist kein Export dieses Studios.`,
    notAnExportHint:
      'Eine mit „Alles exportieren“ erstellte Datei wählen. Einzelne Abläufe auf der Seite Abläufe importieren.',
    damagedDataset: (name) => `Der Datensatz „${name}“ dieser Datei ist nicht lesbar und wurde ausgelassen.`,
    damaged: {
      dataset: 'Ein Datensatz dieser Datei ist nicht lesbar und wurde ausgelassen.',
      workflow: 'Ein Ablauf dieser Datei ist nicht lesbar und wurde ausgelassen.',
      run: 'Ein Lauf dieser Datei ist nicht lesbar und wurde ausgelassen.',
      plan: 'Ein Ladeplan dieser Datei ist nicht lesbar und wurde ausgelassen.',
      setting: 'Eine Einstellung dieser Datei ist nicht lesbar und wurde ausgelassen.',
    },
    notStored: 'Der Browser konnte nicht alle Einstellungen und Ladepläne dieser Datei speichern.',
    damagedHint: 'Alles andere wurde importiert. Die Daten im ursprünglichen Studio neu exportieren.',
  },
})
