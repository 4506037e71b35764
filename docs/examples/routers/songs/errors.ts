export class SongNotFound extends Error {}
