// What the stand-alone verifiers are made of: the very code that drew, and nothing of the server.
export { checkKept } from '../../protocols/verify/kept';
export { sayVerification } from '../../protocols/verify/say';
export { verifyBundle } from '../../protocols/verify/verify';
