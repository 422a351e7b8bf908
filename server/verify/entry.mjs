// What the stand-alone verifiers are made of: the very code that drew, and nothing of the server.
export { checkReceipt } from '../../protocols/verify/receipt';
export { sayVerification } from '../../protocols/verify/say';
export { verifyBundle } from '../../protocols/verify/verify';
