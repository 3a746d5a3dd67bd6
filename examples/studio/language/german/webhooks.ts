import type { EnglishWebhooks } from '../english/webhooks.ts'
import type { Formats } from '../formats.ts'

/** German strings of the webhooks page. */
export const createGermanWebhooks = ({ pluralize }: Formats): EnglishWebhooks => ({
  webhooks: {
    title: 'Webhooks',
    description:
      'Webhooks starten veröffentlichte Abläufe, wenn ein anderes System ihre URL aufruft. Jeder Webhook-Knoten hat einen; er ist aus, bis ihn jemand einschaltet.',
    needsServer:
      'Webhooks starten Abläufe auf einem Server, auch wenn diese Seite geschlossen ist. Dafür einen Server verbinden.',
    empty:
      'Eine HTTP-Anfrage an einen Webhook startet einen veröffentlichten Ablauf. Dafür einen Webhook-Knoten hinzufügen und den Ablauf veröffentlichen.',
    webhookLabel: (name, workflow) => `Webhook „${name}“ von ${workflow}`,
    noUrl: 'Noch keine URL',
    secretUrl: 'URL mit Token',
    url: 'URL',
    offHint: 'Den Webhook einschalten, um seine URL zu erzeugen.',
    newUrl: 'Diese URL jetzt kopieren. Sie wird nur einmal gezeigt.',
    hiddenUrl: 'Die URL mit dem Token wurde einmal gezeigt. Ist sie verloren, ein neues Token erzeugen.',
    previousUrl: (time) => `Die bisherige URL gilt bis ${time}.`,
    copy: 'URL kopieren',
    copied: 'URL kopiert.',
    copyFailed: 'Der Browser hat das Kopieren nicht erlaubt. Die URL markieren und kopieren.',
    keepPreviousUrl: 'Bisherige URL gilt noch',
    overlap: (seconds) =>
      seconds === 0
        ? 'Gar nicht'
        : seconds < 86_400
          ? pluralize(seconds / 3_600, 'Stunde', 'Stunden')
          : pluralize(seconds / 86_400, 'Tag', 'Tage'),
    rotate: 'Neues Token erzeugen',
    access: 'Zugang',
    scheme: 'Authentifizierung',
    schemes: {
      none: 'Keine',
      bearer: 'Bearer-Token',
      standard: 'Standard Webhooks',
      github: 'GitHub-Signatur',
      stripe: 'Stripe-Signatur',
      hmac: 'HMAC-SHA256 des Inhalts',
    },
    unauthenticatedHint: 'Wer die URL kennt, kann Läufe starten. Eine Authentifizierung wählen.',
    secret: 'Geheimnis',
    storedSecret: 'Gespeichert. Ein neues ersetzt es.',
    signatureHeader: 'Header mit der Signatur',
    path: 'Eigener URL-Pfad (optional)',
    allowedAddresses: 'Erlaubte IP-Adressen und Netze (leer: alle)',
    requestsPerMinute: 'Anfragen pro Minute',
    save: 'Speichern',
    saved: (name) => `Zugang von „${name}“ gespeichert.`,
    deliveries: 'Letzte Anfragen',
    noDeliveries: 'Hier erscheinen empfangene Anfragen.',
    started: 'Lauf gestartet',
    showAll: 'Webhooks aller Abläufe anzeigen',
    latestRequests: 'URL und letzte Anfragen',
    listen: 'Auf Testanfrage warten',
    listenAgain: 'Erneut warten',
    testTitle: 'Auf eine Testanfrage warten',
    testNode: 'Webhook',
    testPreparing: 'Test-URL wird erzeugt …',
    testIntroduction:
      'Eine Anfrage an diese URL senden. Sie startet keinen Lauf und gilt für eine Anfrage, auch wenn der Webhook aus oder der Ablauf nicht veröffentlicht ist.',
    listening: (until) => `Wartet bis ${until} …`,
    testExpired: 'In zehn Minuten kam keine Anfrage an.',
    testReceived: '– Anfrage empfangen',
    testData: 'Daten',
    testQuery: 'Query-Parameter',
    testHeaders: 'Header',
    testSignature: (reason) =>
      reason === 'missing'
        ? 'Der Anfrage fehlt die Signatur oder das Token. Der Webhook würde sie ablehnen.'
        : reason === 'expired'
          ? 'Der signierte Zeitstempel ist zu alt oder liegt in der Zukunft. Der Webhook würde die Anfrage ablehnen.'
          : 'Signatur oder Token sind ungültig. Der Webhook würde die Anfrage ablehnen.',
    testMethod: (method) => `Der Webhook-Knoten nimmt nur ${method}-Anfragen an.`,
    testTooLarge: (length) => `Zu groß für Beispieldaten (höchstens ${pluralize(length, 'Zeichen', 'Zeichen')}).`,
    saveSample: 'Als Beispieldaten speichern',
    sampleSaved: 'Beispieldaten gespeichert.',
  },
})
