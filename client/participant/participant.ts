import './participant.css';
import { keepAnswers } from './keep-answers';
import { leaveLinkOut } from './leave-link-out';
import { readAloud } from './read-aloud';

/** Everything here makes pages gentler that work without it. */
keepAnswers(document, (key) => crypto.getRandomValues(key));
leaveLinkOut(document);
readAloud(document);
