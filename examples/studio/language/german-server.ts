import type { EnglishServer } from './english-server.ts'

/** Words of the server that somebody may choose, and of where a thing is, in German. */
export const germanServer = (): EnglishServer => ({
  server: {
    title: 'Server',
    alone:
      'Läufe, Daten und Abläufe bleiben in diesem Browser. Mit einem Server sind bearbeitete und ausgeführte Abläufe, ihre Daten und ihre Läufe auch dort.',
    address: 'Adresse',
    token: 'Token, wo er eines verlangt',
    asking: 'Wird gefragt …',
    use: 'Diesen Server verwenden',
    connected: {
      asking: 'Gefragt wird',
      failed: 'In diesem Browser behalten, nicht gesendet an',
      ready: 'Abläufe werden gespeichert und ausgeführt auf',
    },
    both: 'Alles davon bleibt auch in diesem Browser; was nur hier ist, ist in den Listen so bezeichnet.',
    sendAll: 'Senden, was nur hier ist',
    leave: 'Nur diesen Browser verwenden',
    api: 'Der Server, von dem diese Seite kam, hat auch eine Schnittstelle für Programme:',
    readApi: 'ihre Dokumentation lesen',
    noAddress: (written) => `„${written}“ ist keine Adresse.`,
    notOurs: (address) => `${address} antwortet, ist aber kein solcher Server.`,
    noAddressHint: 'Sie als https://aw.example.com schreiben oder leer lassen für den Server dieser Seite.',
    runGoesOn: 'Auf dieser Seite läuft gerade etwas.',
    runGoesOnHint: 'Warten, bis der Lauf zu Ende ist, oder ihn abbrechen; dann noch einmal wählen.',
    notKept: 'Der Browser lässt die Wahl nicht behalten.',
    notKeptHint: 'Das private Fenster verlassen oder dieser Seite das Speichern erlauben.',
    taken: (address) => `Abläufe werden jetzt auf ${address} gespeichert und ausgeführt.`,
    left: 'Alles bleibt jetzt in diesem Browser.',
    hasAll: 'Der Server hat schon alles davon.',
    sent: (count) => `Gesendet: ${count}.`,
    notSent: (why) => `Nicht alles ließ sich senden. ${why}`,
    notSentHint: 'Noch einmal versuchen.',
    blocked: (address) => `Diese Seite darf ${address} nicht fragen: Ihr eigener Server nennt es nicht.`,
    blockedHint: 'Wer den Server dieser Seite betreibt, fügt es bei AW_CONNECT hinzu.',
  },
  places: {
    here: 'Nur in diesem Browser',
    there: 'Auf dem Server',
    both: 'In diesem Browser und auf dem Server',
  },
})
