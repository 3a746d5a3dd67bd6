import type { EnglishServer } from './english-server.ts'

/** Words of the server that somebody may choose, and of where a thing is, in German. */
export const germanServer = (): EnglishServer => ({
  server: {
    title: 'Server',
    alone:
      'Läufe, Daten und Abläufe bleiben in diesem Browser. Mit einem Server werden bearbeitete und ausgeführte Abläufe mit ihren Daten und Läufen auch dort gespeichert.',
    address: 'URL',
    token: 'Token (falls verlangt)',
    asking: 'Wird verbunden …',
    use: 'Diesen Server verwenden',
    connected: {
      asking: 'Verbindung mit',
      failed: 'In diesem Browser gespeichert, nicht gesendet an',
      ready: 'Abläufe werden gespeichert und ausgeführt auf',
    },
    both: 'Alles ist auch in diesem Browser gespeichert. Die Listen zeigen, was nur in diesem Browser ist.',
    sendAll: 'Lokales hochladen',
    leave: 'Nur diesen Browser verwenden',
    api: 'Der Server dieser Seite bietet auch eine API:',
    readApi: 'API-Dokumentation lesen',
    noAddress: (written) => `„${written}“ ist keine gültige URL.`,
    notOurs: (address) => `${address} antwortet, ist aber kein aw-Server.`,
    noAddressHint:
      'Eine URL wie https://aw.example.com eingeben oder das Feld leer lassen, um den Server dieser Seite zu verwenden.',
    runGoesOn: 'Auf dieser Seite ist ein Lauf in Arbeit.',
    runGoesOnHint: 'Auf sein Ende warten oder ihn abbrechen, dann erneut wählen.',
    notKept: 'Der Browser konnte die Wahl nicht speichern.',
    notKeptHint: 'Ein normales Fenster verwenden oder dieser Website das Speichern erlauben.',
    taken: (address) => `Abläufe werden jetzt auf ${address} gespeichert und ausgeführt.`,
    left: 'Abläufe werden jetzt nur in diesem Browser gespeichert und ausgeführt.',
    hasAll: 'Alles ist bereits auf dem Server.',
    sent: (count) => `Hochgeladen: ${count}.`,
    notSent: (why) => `Einiges ließ sich nicht hochladen. ${why}`,
    notSentHint: 'Erneut versuchen.',
    blocked: (address) => `Der Server dieser Seite erlaubt keinen Zugriff auf ${address}.`,
    blockedHint: 'Die Verwaltung dieses Servers bitten, die Adresse bei AW_CONNECT einzutragen.',
  },
  places: {
    here: 'Nur in diesem Browser',
    there: 'Auf dem Server',
    both: 'In diesem Browser und auf dem Server',
  },
})
