import type { Text } from '#protocols/model/text';

interface ProblemType {
  status: number;
  title: Text;
  /** What to do now. */
  cure: Text;
}

/** Every refusal the product tells a caller, with its words. A retired code stays here, marked so. */
export const PROBLEMS = {
  'not-found': {
    status: 404,
    title: { da: 'Det findes ikke her', en: 'It is not here' },
    cure: { da: 'Gå tilbage, og vælg igen fra listen.', en: 'Go back and choose again from the list.' },
  },
  'signed-out': {
    status: 401,
    title: { da: 'Du er ikke logget ind', en: 'You are not signed in' },
    cure: { da: 'Log ind, og prøv igen. Intet er gået tabt.', en: 'Sign in and try again. Nothing is lost.' },
  },
  'wrong-credentials': {
    status: 401,
    title: { da: 'E-mail og adgangskode passer ikke sammen', en: 'E-mail and password do not match' },
    cure: {
      da: 'Prøv igen, eller bed din administrator om en ny adgangskode.',
      en: 'Try again, or ask your administrator for a new password.',
    },
  },
  'too-many-tries': {
    status: 429,
    title: { da: 'For mange forsøg', en: 'Too many tries' },
    cure: { da: 'Vent et par minutter, og prøv igen.', en: 'Wait a few minutes and try again.' },
  },
  'second-factor-needed': {
    status: 401,
    title: { da: 'Du mangler et skridt', en: 'One more step' },
    cure: {
      da: 'Skriv koden fra din app, brug din adgangsnøgle eller en genoprettelseskode.',
      en: 'Give the code from your app, use your passkey or a recovery code.',
    },
  },
  'second-factor-missing': {
    status: 403,
    title: { da: 'Din konto mangler et ekstra bevis', en: 'Your account lacks a second proof' },
    cure: {
      da: 'Gå til Min konto, og tilføj en app til koder eller en adgangsnøgle.',
      en: 'Go to My account and add an authenticator app or a passkey.',
    },
  },
  'wrong-proof': {
    status: 401,
    title: { da: 'Det passede ikke', en: 'That did not match' },
    cure: {
      da: 'Prøv igen. En kode fra appen kan kun bruges én gang og skifter hvert halve minut.',
      en: 'Try again. A code from the app works once and changes every half minute.',
    },
  },
  'sign-in-stale': {
    status: 401,
    title: { da: 'Der gik for lang tid', en: 'It took too long' },
    cure: { da: 'Log ind forfra med e-mail og adgangskode.', en: 'Begin again with e-mail and password.' },
  },
  'step-up-needed': {
    status: 403,
    title: { da: 'Vis igen, at det er dig', en: 'Show again that it is you' },
    cure: {
      da: 'Det er mere end ti minutter siden, du viste det sidst, og dette er særligt vigtigt.',
      en: 'It is more than ten minutes since you last did, and this matters more than most.',
    },
  },
  'passkey-known': {
    status: 409,
    title: { da: 'Adgangsnøglen er tilføjet allerede', en: 'The passkey is already added' },
    cure: { da: 'Brug den, eller tilføj en fra en anden enhed.', en: 'Use it, or add one from another device.' },
  },
  'last-factor': {
    status: 409,
    title: { da: 'Det er dit eneste ekstra bevis', en: 'It is your only second proof' },
    cure: { da: 'Tilføj et andet først, og fjern så dette.', en: 'Add another first, then remove this one.' },
  },
  'no-factor': {
    status: 409,
    title: { da: 'Din konto har intet ekstra bevis endnu', en: 'Your account has no second proof yet' },
    cure: { da: 'Tilføj en app eller en adgangsnøgle først.', en: 'Add an app or a passkey first.' },
  },
  'password-short': {
    status: 400,
    title: { da: 'Adgangskoden er for kort', en: 'The password is too short' },
    cure: {
      da: 'Brug mindst 12 tegn. Tre eller fire ord er let at huske.',
      en: 'Use at least 12 characters. Three or four words are easy to remember.',
    },
  },
  'password-common': {
    status: 400,
    title: { da: 'Den adgangskode bruger mange', en: 'Many people use that password' },
    cure: { da: 'Vælg en, som ingen kan gætte.', en: 'Choose one that nobody can guess.' },
  },
  'password-like-address': {
    status: 400,
    title: { da: 'Adgangskoden ligner din e-mail', en: 'The password is like your e-mail address' },
    cure: { da: 'Vælg en, der ikke kan gættes ud fra adressen.', en: 'Choose one that cannot be guessed from the address.' },
  },
  'invitation-dead': {
    status: 404,
    title: { da: 'Invitationen virker ikke længere', en: 'The invitation no longer works' },
    cure: {
      da: 'Den er brugt, udløbet eller afløst af en nyere. Bed din administrator om en ny.',
      en: 'It is used, expired or replaced by a newer one. Ask your administrator for another.',
    },
  },
  'address-taken': {
    status: 409,
    title: { da: 'Der er allerede en konto med den e-mail', en: 'There is an account with that e-mail address already' },
    cure: { da: 'Giv personen en rolle, eller brug en anden adresse.', en: 'Give the person a role, or use another address.' },
  },
  'letter-not-sent': {
    status: 503,
    title: { da: 'Brevet kunne ikke sendes', en: 'The letter could not be sent' },
    cure: {
      da: 'Se efter, om adressen er rigtig, og prøv igen lidt senere. Ingen er inviteret endnu.',
      en: 'Check the address and try again a little later. Nobody is invited yet.',
    },
  },
  'role-missing': {
    status: 403,
    title: { da: 'Din rolle må ikke gøre dette', en: 'Your role may not do this' },
    cure: { da: 'Bed en kollega med den rigtige rolle om hjælp.', en: 'Ask a colleague who has that role.' },
  },
  'foreign-origin': {
    status: 403,
    title: { da: 'Anmodningen kom fra et andet sted', en: 'The request came from elsewhere' },
    cure: { da: 'Åbn siden igen, og prøv derfra.', en: 'Open the page again and try from there.' },
  },
  'not-understood': {
    status: 400,
    title: { da: 'Noget mangler eller er skrevet forkert', en: 'Something is missing or misspelt' },
    cure: { da: 'Ret det markerede felt, og send igen.', en: 'Correct the field named and send again.' },
  },
  'too-large': {
    status: 413,
    title: { da: 'Det er for stort', en: 'It is too large' },
    cure: { da: 'Send mindre ad gangen.', en: 'Send less at a time.' },
  },
  'wrong-format': {
    status: 415,
    title: { da: 'Formatet kan ikke bruges', en: 'The format cannot be used' },
    cure: { da: 'Brug siden selv, eller send JSON.', en: 'Use the page itself, or send JSON.' },
  },
  'link-dead': {
    status: 404,
    title: { da: 'Linket virker ikke længere', en: 'The link no longer works' },
    cure: {
      da: 'Bed din kontaktperson om et nyt link. Dine svar er gemt.',
      en: 'Ask your contact person for a new link. Your answers are kept.',
    },
  },
  paused: {
    status: 401,
    title: { da: 'Du har holdt pause', en: 'You have had a break' },
    cure: {
      da: 'Dine svar er gemt. Åbn dit personlige link igen for at fortsætte.',
      en: 'Your answers are kept. Open your personal link again to go on.',
    },
  },
  'already-registered': {
    status: 409,
    title: { da: 'Personen er allerede registreret', en: 'The person is already registered' },
    cure: { da: 'Find personen på listen over deltagere.', en: 'Find the person in the list of participants.' },
  },
  'not-informed': {
    status: 409,
    title: { da: 'Den mundtlige information mangler', en: 'The oral information is missing' },
    cure: {
      da: 'Tal først med personen om forsøget, og skriv det ind.',
      en: 'Talk with the person about the trial first, and record it.',
    },
  },
  'information-not-read': {
    status: 409,
    title: { da: 'Den skriftlige information er ikke læst', en: 'The written information is not read' },
    cure: { da: 'Læs informationen igennem først.', en: 'Read the information first.' },
  },
  'not-understood-yet': {
    status: 409,
    title: { da: 'Spørgsmålene om informationen mangler', en: 'The questions about the information are missing' },
    cure: { da: 'Svar på spørgsmålene først.', en: 'Answer the questions first.' },
  },
  'reflection-time': {
    status: 409,
    title: { da: 'Betænkningstiden er ikke gået', en: 'The time to think is not over' },
    cure: {
      da: 'Vent, eller sæt selv kryds ved, at du har tænkt nok over det.',
      en: 'Wait, or tick that you have thought about it enough.',
    },
  },
  'outdated-text': {
    status: 409,
    title: { da: 'Teksten er blevet fornyet', en: 'The text has been renewed' },
    cure: { da: 'Læs den nye tekst, og skriv så under.', en: 'Read the new text, then sign.' },
  },
  'consent-missing': {
    status: 409,
    title: { da: 'Samtykket mangler', en: 'The consent is missing' },
    cure: { da: 'Begge skal skrive under, før I kan gå videre.', en: 'Both must sign before you can go on.' },
  },
  'not-screened': {
    status: 409,
    title: { da: 'Det er ikke undersøgt, om personen kan være med', en: 'It is not yet known whether the person can take part' },
    cure: { da: 'Udfyld skemaet over betingelser først.', en: 'Fill in the criteria first.' },
  },
  'not-eligible': {
    status: 409,
    title: { da: 'Personen opfylder ikke betingelserne', en: 'The person does not meet the criteria' },
    cure: {
      da: 'Personen kan ikke trækkes lod. Tal om andre muligheder.',
      en: 'The person cannot be drawn. Talk about other possibilities.',
    },
  },
  'baseline-missing': {
    status: 409,
    title: { da: 'Startskemaet er ikke indsendt', en: 'The first questionnaire is not handed in' },
    cure: { da: 'Vent, til deltageren har svaret.', en: 'Wait until the participant has answered.' },
  },
  'baseline-old': {
    status: 409,
    title: { da: 'Startskemaet er blevet for gammelt', en: 'The first questionnaire has grown too old' },
    cure: {
      da: 'Bed deltageren svare igen; linket er det samme.',
      en: 'Ask the participant to answer again; the link is the same.',
    },
  },
  'cohort-missing': {
    status: 409,
    title: { da: 'Deltageren er ikke med på et hold', en: 'The participant is in no cohort' },
    cure: { da: 'Vælg et hold først.', en: 'Choose a cohort first.' },
  },
  'cohort-drawn': {
    status: 409,
    title: { da: 'Der er allerede trukket lod for holdet', en: 'Lots are already drawn for the cohort' },
    cure: { da: 'Vælg et senere hold.', en: 'Choose a later cohort.' },
  },
  'cohort-full': {
    status: 409,
    title: { da: 'Holdet er fuldt', en: 'The cohort is full' },
    cure: { da: 'Vælg et senere hold.', en: 'Choose a later cohort.' },
  },
  'cohort-closed': {
    status: 409,
    title: { da: 'Holdet er lukket for tilmelding', en: 'The cohort is closed' },
    cure: { da: 'Vælg et senere hold.', en: 'Choose a later cohort.' },
  },
  'cohort-too-small': {
    status: 409,
    title: { da: 'Der er for få på holdet', en: 'There are too few in the cohort' },
    cure: {
      da: 'Vent på flere, eller udsæt holdet. Der er ikke trukket lod.',
      en: 'Wait for more people or postpone. No lots are drawn.',
    },
  },
  'cohort-still-open': {
    status: 409,
    title: { da: 'Holdet er stadig åbent for tilmelding', en: 'The cohort is still open' },
    cure: {
      da: 'Der kan trækkes lod, når holdet er fuldt eller fristen er nået.',
      en: 'Lots can be drawn when the cohort is full or its closing date has come.',
    },
  },
  'cohort-not-ready': {
    status: 409,
    title: { da: 'Nogen på holdet mangler noget', en: 'Somebody in the cohort lacks something' },
    cure: {
      da: 'Se på listen, hvad der mangler. Der er ikke trukket lod for nogen.',
      en: 'The list shows what is missing. Nobody is drawn.',
    },
  },
  'cohort-not-drawable': {
    status: 409,
    title: { da: 'Lodtrækningen kan ikke fordele holdet', en: 'The lottery cannot divide the cohort' },
    cure: {
      da: 'Der skal være mindst to husstande, ingen så stor, at dens plads er givet på forhånd, og ikke flere, end lodtrækningen tager. Vent på flere, eller læg holdet sammen med et andet.',
      en: 'It takes at least two households, none so large that its place is certain, and no more people than the lottery takes. Wait for more people, or merge the cohort with another.',
    },
  },
  'households-not-drawn': {
    status: 409,
    title: { da: 'Her får hver person sit eget lod', en: 'Here each person gets a lot of their own' },
    cure: { da: 'Der er intet at skrive om husstanden.', en: 'There is nothing to note about the household.' },
  },
  'not-same-cohort': {
    status: 409,
    title: { da: 'De to er ikke på samme hold', en: 'The two are not in the same cohort' },
    cure: { da: 'Sæt begge på holdet først.', en: 'Put both in the cohort first.' },
  },
  'household-together': {
    status: 409,
    title: { da: 'Personen bor sammen med en anden på holdet', en: 'The person lives with somebody in the cohort' },
    cure: {
      da: 'De skal trækkes sammen. Skriv først på holdets side, at personen bor alene, flyt begge, og skriv så, at de bor sammen.',
      en: 'They are drawn together. On the cohort’s page, first note that the person lives alone, move both, and then note that they live together.',
    },
  },
  'drawn-as-cohort': {
    status: 409,
    title: { da: 'Her trækkes der lod for hele holdet på én gang', en: 'Here a whole cohort is drawn at once' },
    cure: { da: 'Gå til holdet, og træk lod der.', en: 'Go to the cohort and draw there.' },
  },
  'drawn-one-by-one': {
    status: 409,
    title: { da: 'Her trækkes der lod for én ad gangen', en: 'Here people are drawn one by one' },
    cure: { da: 'Gå til deltageren, og træk lod der.', en: 'Go to the participant and draw there.' },
  },
  'already-allocated': {
    status: 409,
    title: { da: 'Der er allerede trukket lod', en: 'Lots are already drawn' },
    cure: { da: 'Lodtrækningen kan ikke laves om.', en: 'The draw cannot be undone.' },
  },
  'lottery-silent': {
    status: 503,
    title: { da: 'Lodtrækningen svarer ikke', en: 'The lottery does not answer' },
    cure: {
      da: 'Prøv igen om lidt. Er der trukket lod, får du det samme svar.',
      en: 'Try again in a moment. If lots were drawn, you get the same answer.',
    },
  },
  'lottery-not-ready': {
    status: 409,
    title: { da: 'Lodtrækningen er ikke klar', en: 'The lottery is not ready' },
    cure: {
      da: 'Dens ceremoni er ikke holdt endnu. Ingen er trukket. Spørg forsøgets forsker.',
      en: 'Its ceremony has not been held yet. Nobody was drawn. Ask the trial’s researcher.',
    },
  },
  'ceremony-under-way': {
    status: 409,
    title: { da: 'Der er en ceremoni i gang', en: 'A ceremony is under way' },
    cure: { da: 'Gør den færdig, eller afbryd den med en grund.', en: 'Complete it, or give it up with a reason.' },
  },
  'ceremony-complete': {
    status: 409,
    title: { da: 'Lodtrækningen har sit frø', en: 'The lottery has its seed' },
    cure: {
      da: 'Ceremonien er holdt. En ny hører til en ny lodtrækning i en ny version af protokollen.',
      en: 'The ceremony is held. Another belongs to another lottery in a new version of the protocol.',
    },
  },
  'ceremony-over': {
    status: 409,
    title: { da: 'Ceremonien er slut', en: 'The ceremony is over' },
    cure: { da: 'Hent siden igen og se, hvordan den endte.', en: 'Load the page again and see how it ended.' },
  },
  'ceremony-not-complete': {
    status: 409,
    title: { da: 'Ceremonien er ikke færdig', en: 'The ceremony is not complete' },
    cure: {
      da: 'Det tredje ark findes først, når begge andele er bragt. En automatisk ceremoni har intet ark.',
      en: 'There is a third sheet once both shares are brought. An automatic ceremony has none.',
    },
  },
  'ceremony-outdated': {
    status: 409,
    title: {
      da: 'Protokollen er en anden end ved ceremoniens begyndelse',
      en: 'The protocol is not the one the ceremony began with',
    },
    cure: {
      da: 'Afbryd ceremonien med grunden "protokollen er ændret", og annoncér en ny.',
      en: 'Give the ceremony up with the reason "the protocol changed", and announce a new one.',
    },
  },
  'draws-begun': {
    status: 409,
    title: { da: 'Der er trukket lod med dette frø', en: 'Lots are drawn from this seed' },
    cure: { da: 'Ceremonien står ved magt. Den kan ikke laves om.', en: 'The ceremony stands. It cannot be done again.' },
  },
  'value-known-already': {
    status: 409,
    title: { da: 'Værdien er allerede kendt', en: 'The value is known already' },
    cure: {
      da: 'Ingen må binde sig efter, at værdien er kendt. Vælg en værdi, der bliver kendt senere – er ceremonien begyndt, så afbryd den og annoncér en ny.',
      en: 'Nobody may bind themselves once the value is known. Choose one that becomes known later; if the ceremony has begun, give it up and announce a new one.',
    },
  },
  'value-not-known-yet': {
    status: 409,
    title: { da: 'Værdien er ikke kendt endnu', en: 'The value is not known yet' },
    cure: { da: 'Vent til det tidspunkt, der er annonceret.', en: 'Wait for the time that was announced.' },
  },
  'value-entered': {
    status: 409,
    title: { da: 'Værdien er skrevet', en: 'The value is entered' },
    cure: {
      da: 'Er den skrevet forkert, så afbryd ceremonien og annoncér en ny.',
      en: 'If it was mistyped, give the ceremony up and announce a new one.',
    },
  },
  'value-missing': {
    status: 409,
    title: { da: 'Den offentlige værdi mangler', en: 'The public value is missing' },
    cure: { da: 'Skriv den først. Så kan andelene bringes.', en: 'Enter it first. Then the shares can be brought.' },
  },
  'shares-missing': {
    status: 409,
    title: { da: 'Ikke begge har bundet sig', en: 'Not both have bound themselves' },
    cure: {
      da: 'Begge andele skal være forseglet, før værdien bliver kendt.',
      en: 'Both shares must be committed to before the value is known.',
    },
  },
  'share-taken': {
    status: 409,
    title: { da: 'Den andel har en anden lavet', en: 'Somebody has made that share' },
    cure: { da: 'Hver andel laves én gang.', en: 'Each share is made once.' },
  },
  'share-of-another': {
    status: 409,
    title: { da: 'Det er ikke din andel', en: 'It is not your share' },
    cure: {
      da: 'Den, der forseglede andelen, bringer den selv.',
      en: 'Whoever committed to the share brings it themselves.',
    },
  },
  'share-brought': {
    status: 409,
    title: { da: 'Du har bragt din andel', en: 'You have brought your share' },
    cure: { da: 'Nu mangler kun den anden.', en: 'Now only the other is missing.' },
  },
  'share-misread': {
    status: 400,
    title: { da: 'Andelen kan ikke læses', en: 'The share cannot be read' },
    cure: {
      da: 'Skriv de 64 tegn fra dit ark: tallene 0–9 og bogstaverne a–f. Mellemrum er ligegyldige.',
      en: 'Write the 64 characters from your sheet: the digits 0–9 and the letters a–f. Spaces do not matter.',
    },
  },
  'share-differs': {
    status: 409,
    title: { da: 'Andelen passer ikke til sit segl', en: 'The share does not fit its commitment' },
    cure: {
      da: 'Se efter, om hvert tegn er rigtigt, og om arket hører til denne ceremoni. Er arket forkert, så afbryd ceremonien.',
      en: 'See that each character is right and that the sheet is of this ceremony. If the sheet is wrong, give the ceremony up.',
    },
  },
  'holds-a-share': {
    status: 409,
    title: { da: 'Du har en andel i forvejen', en: 'You hold a share already' },
    cure: {
      da: 'Det tredje ark gemmes af en, der ingen andel har. Ellers kendte én person frøet.',
      en: 'The third sheet is kept by somebody who holds no share. Else one person would know the seed.',
    },
  },
  'sheet-given': {
    status: 409,
    title: { da: 'Det tredje ark er givet', en: 'The third sheet is given' },
    cure: {
      da: 'Det vises én gang. Er det tabt, så prøv genopbygningen med de to andre ark.',
      en: 'It is shown once. If it is lost, rehearse the recovery with the two other sheets.',
    },
  },
  'wave-not-open': {
    status: 409,
    title: { da: 'Spørgeskemaet er ikke åbent endnu', en: 'The questionnaire is not open yet' },
    cure: { da: 'Du får besked, når det åbner.', en: 'You will hear from us when it opens.' },
  },
  'wave-submitted': {
    status: 409,
    title: { da: 'Du har sendt svarene ind', en: 'You have handed in the answers' },
    cure: {
      da: 'Vil du rette noget, så sig det til din kontaktperson.',
      en: 'If you want to correct something, tell your contact person.',
    },
  },
  'wave-unfinished': {
    status: 409,
    title: { da: 'Der mangler svar', en: 'Some answers are missing' },
    cure: {
      da: 'Svar på resten, eller sæt kryds ved "Vil helst ikke svare".',
      en: 'Answer the rest, or choose "I would rather not answer".',
    },
  },
  'participation-ended': {
    status: 409,
    title: { da: 'Du har bedt os om ikke at spørge mere', en: 'You asked us not to ask more' },
    cure: {
      da: 'Kontakt os, hvis du fortryder. Du er altid velkommen.',
      en: 'Contact us if you change your mind. You are always welcome.',
    },
  },
  'unknown-code': {
    status: 400,
    title: { da: 'Det svar findes ikke på listen', en: 'That answer is not on the list' },
    cure: { da: 'Vælg et af svarene på siden.', en: 'Choose one of the answers on the page.' },
  },
  'stale-answer': {
    status: 409,
    title: { da: 'Du har svaret på dette i et andet vindue', en: 'You have answered this in another window' },
    cure: { da: 'Her er det nyeste svar.', en: 'Here is the newest answer.' },
  },
  'key-reused': {
    status: 409,
    title: { da: 'Svaret blev sendt to gange med forskelligt indhold', en: 'The answer was sent twice with different content' },
    cure: { da: 'Genindlæs siden, og svar igen.', en: 'Reload the page and answer again.' },
  },
  'nothing-to-correct': {
    status: 409,
    title: { da: 'Der er ikke noget indsendt svar at rette', en: 'There is no submitted answer to correct' },
    cure: {
      da: 'Et svar kan først rettes, når skemaet er sendt ind.',
      en: 'An answer can be corrected once the questionnaire is handed in.',
    },
  },
  'not-to-be-called': {
    status: 409,
    title: { da: 'Personen skal ikke ringes op nu', en: 'The person is not to be telephoned now' },
    cure: {
      da: 'Gå tilbage til listen. Den viser, hvem der skal ringes til i dag.',
      en: 'Go back to the list. It shows whom to call today.',
    },
  },
  'alert-closed': {
    status: 409,
    title: { da: 'Henvendelsen er afsluttet', en: 'The alert is closed' },
    cure: { da: 'Gå tilbage til listen. Andre henvendelser står der.', en: 'Go back to the list. Other alerts are there.' },
  },
  'alert-not-seen': {
    status: 409,
    title: { da: 'Henvendelsen er ikke taget endnu', en: 'Nobody has taken the alert yet' },
    cure: { da: 'Tryk først på "Jeg tager den".', en: 'First press "I take it".' },
  },
  'gate-closed': {
    status: 409,
    title: { da: 'Forsøget er ikke åbnet endnu', en: 'The trial is not open yet' },
    cure: {
      da: 'Der mangler noget, før nogen kan komme med. Spørg forsøgets forsker, som kan se hvad.',
      en: 'Something is missing before anybody can take part. Ask the trial’s researcher, who can see what.',
    },
  },
  'protocol-refused': {
    status: 409,
    title: { da: 'Protokollen kan ikke træde i kraft', en: 'The protocol cannot be put in force' },
    cure: { da: 'Ret det, der står ved hvert punkt, og prøv igen.', en: 'Correct what is said at each point, and try again.' },
  },
  'roles-incompatible': {
    status: 409,
    title: { da: 'De to roller må ikke have samme person', en: 'One person must not hold both roles' },
    cure: { da: 'Giv rollen til en anden.', en: 'Give the role to somebody else.' },
  },
  'letter-settled': {
    status: 409,
    title: { da: 'Brevet er allerede afgjort', en: 'The letter is settled already' },
    cure: { da: 'En anden har svaret for det. Hent listen igen.', en: 'Somebody else answered for it. Load the list again.' },
  },
  'last-administrator': {
    status: 409,
    title: { da: 'Så har forsøget ingen administrator', en: 'Then the trial has no administrator' },
    cure: {
      da: 'Giv først en anden rollen som administrator, og lad personen logge ind. Prøv så igen.',
      en: 'First make somebody else an administrator and let them come in. Then try again.',
    },
  },
  'two-people': {
    status: 409,
    title: { da: 'Det kræver to personer', en: 'It takes two people' },
    cure: { da: 'Bed en anden om at bekræfte.', en: 'Ask somebody else to confirm.' },
  },
  'lottery-paused': {
    status: 409,
    title: { da: 'Lodtrækningen er sat på pause', en: 'The lottery is paused' },
    cure: {
      da: 'Der trækkes ingen lod lige nu. Personen mister ikke sin plads. Spørg den, der leder forsøget, hvornår den går i gang igen.',
      en: 'No lots are drawn just now. The person loses no place. Ask whoever leads the trial when it goes on.',
    },
  },
  'not-paused': {
    status: 409,
    title: { da: 'Lodtrækningen er ikke på pause', en: 'The lottery is not paused' },
    cure: {
      da: 'Der trækkes lod som før. Du skal ikke gøre mere.',
      en: 'Lots are drawn as before. There is nothing more to do.',
    },
  },
  'factor-unknown': {
    status: 409,
    title: { da: 'Det blev der ikke set på', en: 'That was not looked at' },
    cure: {
      da: 'Vælg noget, lodtrækningen så på, og en af dets muligheder.',
      en: 'Choose something that the draw looked at, and one of its choices.',
    },
  },
  'factor-unchanged': {
    status: 409,
    title: { da: 'Det står der allerede', en: 'That is what stands already' },
    cure: {
      da: 'Vælg den værdi, der er den rigtige. Er den, der står, rigtig, skal intet rettes.',
      en: 'Choose the value that is right. If the one that stands is right, there is nothing to correct.',
    },
  },
  'not-the-second': {
    status: 409,
    title: { da: 'Det er ikke den anden lodtrækning', en: 'That is not the second draw' },
    cure: {
      da: 'Gør det på den kode, der blev trukket sidst, og skriv den første kode her.',
      en: 'Do it at the code that was drawn last, and write the first code here.',
    },
  },
  'nothing-proposed': {
    status: 409,
    title: { da: 'Der er intet at bekræfte', en: 'There is nothing to confirm' },
    cure: {
      da: 'En anden skal først foreslå det. Er det allerede bekræftet, skal du ikke gøre mere.',
      en: 'Somebody else must propose it first. If it is confirmed already, there is nothing more to do.',
    },
  },
  'still-taking-part': {
    status: 409,
    title: { da: 'Personen er stadig med', en: 'The person still takes part' },
    cure: {
      da: 'Kun den, der er holdt op, eller som blev trukket ved en fejl, kan erstattes. Skriv det først på personens side.',
      en: 'Only somebody who has stopped, or was drawn in error, can be replaced. Record that first at the person’s page.',
    },
  },
  'already-replaced': {
    status: 409,
    title: { da: 'Personen er allerede erstattet', en: 'The person is replaced already' },
    cure: {
      da: 'Træk lod for den nye på almindelig vis.',
      en: 'Draw lots for the new person in the ordinary way.',
    },
  },
  'no-replacement-left': {
    status: 409,
    title: { da: 'Der kan ikke erstattes flere', en: 'No more can be replaced' },
    cure: {
      da: 'Planen siger, hvor mange der må erstattes. Træk lod for den nye på almindelig vis.',
      en: 'The protocol says how many may be replaced. Draw lots for the new person in the ordinary way.',
    },
  },
  'arm-as-drawn': {
    status: 409,
    title: { da: 'Det er det, der blev trukket', en: 'That is what was drawn' },
    cure: {
      da: 'Vælg det, personen fik i stedet. Fik personen det, der blev trukket, skal intet skrives.',
      en: 'Choose what the person was given instead. If it was what was drawn, there is nothing to record.',
    },
  },
  'sheet-unknown': {
    status: 409,
    title: { da: 'Det ark findes ikke', en: 'There is no such sheet' },
    cure: {
      da: 'Se efter nummeret på arket, og vælg den liste, der hører til stedet.',
      en: 'Look at the number on the sheet, and choose the list that belongs to the site.',
    },
  },
  'sheet-used': {
    status: 409,
    title: { da: 'Det ark er brugt', en: 'That sheet is used' },
    cure: {
      da: 'Hvert ark gælder for én person. Se efter nummeret, eller skriv til den, der leder forsøget.',
      en: 'Each sheet is for one person. Look at the number, or write to whoever leads the trial.',
    },
  },
  'opened-when': {
    status: 409,
    title: { da: 'Tidspunktet passer ikke', en: 'The time does not fit' },
    cure: {
      da: 'Skriv, hvornår arket blev åbnet: efter at det blev lavet, og før nu.',
      en: 'Say when the sheet was opened: after it was made, and before now.',
    },
  },
  'no-arm-yet': {
    status: 409,
    title: { da: 'Der er ikke trukket lod for personen', en: 'No lots have been drawn for this person' },
    cure: {
      da: 'Der er ingen gruppe at åbne. Se efter, om koden er den rigtige.',
      en: 'There is no arm to open. Check that the code is the right one.',
    },
  },
  'arm-not-needed': {
    status: 409,
    title: { da: 'Gruppen er ikke åbnet', en: 'The arm is not opened' },
    cure: {
      da: 'Hjælp personen uden at kende gruppen. Afhænger hjælpen af den, så svar ja, og prøv igen.',
      en: 'Help the person without knowing the arm. If the help depends on it, answer yes and try again.',
    },
  },
  'not-drawn': {
    status: 409,
    title: { da: 'Der er ikke trukket lod endnu', en: 'No lots have been drawn yet' },
    cure: { da: 'Træk lod først. Så kan du hente kvitteringen.', en: 'Draw lots first. Then the receipt can be fetched.' },
  },
  'not-locked': {
    status: 409,
    title: { da: 'Planen er ikke låst endnu', en: 'The plan is not locked yet' },
    cure: {
      da: 'Før to personer har låst planen, vises intet udfald opdelt på grupper – for nogen.',
      en: 'Until two people have locked the plan, no outcome is shown by arm – to anyone.',
    },
  },
  'still-recruiting': {
    status: 409,
    title: { da: 'Forsøget er i gang', en: 'The trial is under way' },
    cure: {
      da: 'Planen kan låses, når det sidste skema er lukket.',
      en: 'The plan can be locked when the last questionnaire has closed.',
    },
  },
  'already-locked': {
    status: 409,
    title: { da: 'Planen er låst', en: 'The plan is locked' },
    cure: { da: 'Der er ikke mere at gøre her.', en: 'There is nothing more to do here.' },
  },
  'not-a-demonstration': {
    status: 409,
    title: { da: 'Uret kan kun stilles i en demonstration', en: 'The clock can be moved in a demonstration only' },
    cure: { da: 'Et rigtigt forsøg følger kalenderen.', en: 'A real trial follows the calendar.' },
  },
  'group-full': {
    status: 409,
    title: { da: 'Gruppen er fuld', en: 'The group is full' },
    cure: { da: 'Vælg en anden gruppe, eller dan en ny.', en: 'Choose another group, or form a new one.' },
  },
  'not-of-the-arm': {
    status: 409,
    title: { da: 'Personen kan ikke sættes i gruppe', en: 'The person cannot be placed in a group' },
    cure: {
      da: 'Kun de, som lodtrækningen gav en gruppe, og som stadig er med, kan sættes i en.',
      en: 'Only those to whom the draw gave a group, and who still take part, can be placed in one.',
    },
  },
  'already-placed': {
    status: 409,
    title: { da: 'Personen er allerede i en gruppe', en: 'The person is in a group already' },
    cure: { da: 'Flyt personen i stedet.', en: 'Move the person instead.' },
  },
  'not-in-group': {
    status: 409,
    title: { da: 'Personen er ikke i gruppen', en: 'The person is not in the group' },
    cure: { da: 'Genindlæs siden. Personen kan være flyttet.', en: 'Reload the page. The person may have been moved.' },
  },
  'session-not-yet': {
    status: 409,
    title: { da: 'Mødet har ikke været endnu', en: 'The session has not been yet' },
    cure: { da: 'Fremmøde kan registreres fra mødets egen dag.', en: 'Attendance can be recorded from the day of the session.' },
  },
  'already-matched': {
    status: 409,
    title: { da: 'Personen har allerede et match', en: 'The person has a match already' },
    cure: { da: 'Afslut det først. Så kan et nyt begynde.', en: 'End it first. Then a new one can begin.' },
  },
  'match-ended': {
    status: 409,
    title: { da: 'Matchet er afsluttet', en: 'The match has ended' },
    cure: { da: 'Begynd et nyt match i stedet.', en: 'Begin a new match instead.' },
  },
  'evening-over': {
    status: 404,
    title: { da: 'Aftenens link er lukket', en: 'The link for the evening is closed' },
    cure: {
      da: 'Et link gælder kun til næste morgen. På næste mødedag får du et nyt. Mangler du at notere noget, så ring til din koordinator.',
      en: 'A link lasts until the next morning. On the next session day you get a new one. If something is left to note, call your coordinator.',
    },
  },
  busy: {
    status: 503,
    title: { da: 'Der er travlt lige nu', en: 'It is busy just now' },
    cure: { da: 'Prøv igen om lidt. Intet blev gemt halvt.', en: 'Try again in a moment. Nothing was stored by half.' },
  },
} as const satisfies Record<string, ProblemType>;

export type ProblemCode = keyof typeof PROBLEMS;
