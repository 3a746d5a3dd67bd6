import type { EnglishServer } from '../english/server.ts'

/** German strings of the server settings, granting of access, and where items are stored. */
export const createGermanServer = (): EnglishServer => ({
  server: {
    title: 'Server',
    runOnServer: 'Auf Server ausführen …',
    needsServer: 'Dieser Knoten arbeitet nur auf einem Server.',
    runsInBrowser: 'Läuft in diesem Browser.',
    runsOnServer: (address) => `Läuft auf ${address}.`,
    runsOnTooltip: (address) => `Läuft auf ${address}. Ändern …`,
    notConnected:
      'Läufe, Daten und Abläufe bleiben in diesem Browser. Mit einem Server werden bearbeitete und ausgeführte Abläufe mit ihren Daten und Läufen auch dort gespeichert.',
    url: 'URL',
    token: 'Token (falls verlangt)',
    connecting: 'Wird verbunden …',
    use: 'Server verbinden',
    connected: {
      connecting: 'Verbindung mit',
      failed: 'In diesem Browser gespeichert, nicht gesendet an',
      ready: 'Abläufe werden gespeichert und ausgeführt auf',
    },
    alsoInBrowser:
      'Alles ist auch in diesem Browser gespeichert. Die Listen zeigen, was nur in diesem Browser ist. Änderungen aus einer Zeit, in der der Server nicht antwortet, werden gesendet, sobald er antwortet, und mit denen anderer zusammengeführt.',
    uploadAll: 'Lokales hochladen',
    disconnect: 'Nur diesen Browser verwenden',
    api: 'Der Server dieser Seite bietet auch eine API:',
    readApi: 'API-Dokumentation lesen',
    invalidUrl: (written) => `„${written}“ ist keine gültige URL.`,
    notAnAwServer: (address) => `${address} antwortet, ist aber kein aw-Server.`,
    invalidUrlHint:
      'Eine URL wie https://aw.example.com eingeben oder das Feld leer lassen, um den Server dieser Seite zu verwenden.',
    runInProgress: 'Auf dieser Seite ist ein Lauf in Arbeit.',
    runInProgressHint: 'Auf sein Ende warten oder ihn abbrechen, dann erneut wählen.',
    notStored: 'Der Browser konnte die Wahl nicht speichern.',
    notStoredHint: 'Ein normales Fenster verwenden oder dieser Website das Speichern erlauben.',
    connectedTo: (address) => `Abläufe werden jetzt auf ${address} gespeichert und ausgeführt.`,
    disconnected: 'Abläufe werden jetzt nur in diesem Browser gespeichert und ausgeführt.',
    alreadyUploaded: 'Alles ist bereits auf dem Server.',
    uploaded: (count) => `Hochgeladen: ${count}.`,
    notUploaded: (why) => `Einiges ließ sich nicht hochladen. ${why}`,
    notUploadedHint: 'Erneut versuchen.',
    blocked: (address) => `Der Server dieser Seite erlaubt keinen Zugriff auf ${address}.`,
    blockedHint: 'Den Administrator dieses Servers bitten, sie in AW_CONNECT einzutragen.',
  },
  configuration: {
    title: 'Einstellungen des Servers',
    description:
      'Sprachmodelle (llm_models, default_llm) mit ihren Grenzen, Web-Werkzeuge und Wiederholungen dieses Arbeitsbereichs. Preise und Kosten sind in US-Dollar. Nur Administratoren können sie speichern.',
    save: 'Einstellungen speichern',
    usage: (requests, month) => `Modellanfragen im ${month}: ${requests}`,
    json: 'Einstellungen (JSON)',
    saved: 'Einstellungen gespeichert.',
    invalid: (reason) => `Die Einstellungen sind kein gültiges JSON: ${reason}`,
  },
  access: {
    title: (name) => `„${name}“ Zugriff gewähren?`,
    question:
      'Dieser Ablauf stammt aus einer Datei. Für seine Läufe braucht er den folgenden Zugriff. Dieser wird nur diesem Ablauf gewährt.',
    secrets: 'Geheimnisse',
    hosts: 'Hosts',
    allHosts: 'Alle Hosts: einige stehen erst im Lauf fest',
    tools: 'Werkzeuge',
    toolNames: { folder: 'Dateien dieses Browsers', models: 'Sprachmodelle' },
    grant: 'Gewähren und ausführen',
    runWithoutAccess: 'Ohne Zugriff ausführen',
  },
  /** Short labels for items whose latest changes are only on this device. */
  unsynced: { pending: 'Wird gesendet', rejected: 'Vom Server abgelehnt' },
  locations: {
    browser: 'Nur in diesem Browser',
    server: 'Auf dem Server',
    both: 'In diesem Browser und auf dem Server',
    pending: 'Letzte Änderungen nur auf diesem Gerät · werden gesendet',
    rejected: 'Letzte Änderungen nur auf diesem Gerät · vom Server abgelehnt',
  },
})
