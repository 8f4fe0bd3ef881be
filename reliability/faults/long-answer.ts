/**
 * Its answer is said word by word, for as long as a reconnect may take on a busy machine: what a platform says while
 * nobody is connected is heard by nobody.
 */
export const LONG = 'one two three four five six seven eight nine ten eleven twelve';
