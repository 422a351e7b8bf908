/**
 * The commonest passwords, in this country and elsewhere, as whole passwords or as the word that digits are added to. Short: what is tried
 * first in the hours a guesser has, not a collection of leaks.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password passw0rd passord adgangskode kodeord hemmelig hemmeligt secret qwerty qwertyuiop qwertyuiopå qwertyuiopasdf asdfghjkl
   asdfghjklæø zxcvbnm zxcvbnmqwerty qazwsxedc qazwsxedcrfv abcdefghijkl abcdefghijklm abcdefgh abc letmein letmeinplease welcome
   velkommen iloveyou jegelskerdig elskerdig sommer sommeren sommerferie vinter forår efterår summer winter danmark denmark københavn
   kobenhavn copenhagen aarhus aalborg odense silkeborg fodbold football brøndby brondby liverpool arsenal chelsea barcelona mandag
   tirsdag onsdag torsdag fredag lørdag søndag monday friday januar februar marts april juli august september oktober november december
   computer internet facebook google chrome microsoft windows administrator admin root login logind adgang kontor arbejde kommune
   kommunen region regionen forsøg forskning lodtræk lodtraek lodtrækning lodtrækningen vejentilhverdagslivet hverdagslivet sunshine princess prinsesse dragon
   monkey football baseball superman batman pokemon starwars trustno correcthorsebatterystaple testtesttest testing test changeme
   skiftmig password-password mitkodeord mitpassword minadgangskode nypassword nytkodeord nyadgangskode goddag godmorgen hejhejhejhej hej hello
   passwordpassword adgangskodeadgangskode kodeordkodeord`
    .split(/\s+/)
    .filter(Boolean),
);
