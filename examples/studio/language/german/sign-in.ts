import type { EnglishSignIn } from '../english/sign-in.ts'

/** German strings of the sign-in page. */
export const createGermanSignIn = (): EnglishSignIn => ({
  signIn: {
    title: 'Anmelden',
    signIn: 'Anmelden',
    email: 'E-Mail-Adresse',
    sendCode: 'Code senden',
    code: 'Sechsstelliger Code',
    codeSent: (email) => `Wenn ${email} ein Konto hat, ist ein Code unterwegs. Er gilt fünf Minuten.`,
    sendNewCode: 'Neuen Code senden',
    newCodeSent: 'Ein neuer Code ist unterwegs.',
    useAnotherEmail: 'Andere Adresse verwenden',
    usePassword: 'Passwort verwenden',
    useProvider: (name) => `Mit ${name} anmelden`,
    usePasskey: 'Mit Passkey anmelden',
    or: 'oder',
    useCode: 'Code per E-Mail verwenden',
    password: 'Passwort',
    forgotPassword: 'Passwort vergessen?',
    forgotHelp: 'Mit der E-Mail-Adresse einen Code anfordern und damit ein neues Passwort festlegen.',
    newPassword: (characters) => `Neues Passwort (mindestens ${characters} Zeichen)`,
    resetHelp: 'Alle anderen Geräte werden abgemeldet.',
    setPassword: 'Passwort festlegen und anmelden',
    back: 'Zurück',
    setup: 'Server einrichten',
    setupHelp: 'Sie werden Eigentümer des ersten Arbeitsbereichs und aller Daten auf diesem Server.',
    setupMissing: 'Diesem Link fehlt das Token. Den ganzen Link öffnen, den der Server beim Start ausgegeben hat.',
    fullName: 'Name',
    optionalPassword: (characters) => `Passwort (freiwillig, mindestens ${characters} Zeichen)`,
    optionalPasswordHelp: 'Ohne Passwort melden Sie sich mit Codes per E-Mail an.',
    createOwner: 'Einrichten und anmelden',
    invitation: 'Einladung annehmen',
    invitationSignIn:
      'Sie sind in einen Arbeitsbereich eingeladen. Mit der Adresse anmelden, an die die Einladung ging.',
    signedInAs: (email) => `Sie sind als ${email} angemeldet.`,
    invitationToken: 'Token der Einladung',
    invitationTokenHelp: 'Es steht in der E-Mail mit der Einladung.',
    accept: 'Einladung annehmen',
    notNow: 'Nicht jetzt',
    noWorkspace: 'Noch kein Arbeitsbereich',
    noWorkspaceHelp: 'Einen Arbeitsbereich anlegen oder eine Einladung annehmen.',
    haveInvitation: 'Ich habe eine Einladung',
    signInAgain: 'Erneut anmelden',
    signInAgainHelp:
      'Die Sitzung ist beendet. Ihre Arbeit ist in diesem Browser gespeichert und wird nach der Anmeldung gesichert.',
    signedOutHint: 'Die Sitzung ist beendet. Änderungen werden nur in diesem Browser gespeichert.',
    problems: {
      'account.code': 'Der Code ist falsch, verbraucht oder abgelaufen. Einen neuen Code anfordern.',
      'account.passkey': 'Der Passkey wurde nicht angenommen. Noch einmal versuchen oder einen Code verwenden.',
      'account.password': 'E-Mail-Adresse oder Passwort ist falsch. Noch einmal versuchen oder einen Code verwenden.',
      'account.provider-email':
        'Der Identitätsanbieter hat die E-Mail-Adresse nicht bestätigt. Sie dort bestätigen oder mit einem Code anmelden.',
      'account.provider-failed': 'Die Anmeldung wurde abgebrochen oder ist abgelaufen. Noch einmal versuchen.',
      'account.provider-invitation':
        'Zu dieser E-Mail-Adresse gibt es kein Konto und keine Einladung. Um eine Einladung bitten.',
      'account.provider-unavailable':
        'Der Identitätsanbieter antwortet nicht. Später noch einmal versuchen oder mit einem Code anmelden.',
      'account.session': 'Die Sitzung ist beendet. Erneut anmelden.',
      'account.setup':
        'Der Link ist falsch, verbraucht oder abgelaufen. Den Link verwenden, den der Server beim letzten Start ausgegeben hat.',
      'invitation.not-found':
        'Die Einladung gilt für eine andere Adresse, ist verbraucht oder abgelaufen. Um eine neue Einladung bitten.',
      'workspace.owner':
        'Der Eigentümer kann den Arbeitsbereich nicht verlassen und keine andere Rolle bekommen. Zuerst die Eigentümerschaft übertragen.',
      'workspace.member': 'Diese Person ist kein Mitglied mehr. Die Seite neu laden.',
      'caller.no-permission': 'Ihre Rolle erlaubt das nicht. Einen Administrator des Arbeitsbereichs fragen.',
    },
  },
})
