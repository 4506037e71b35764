// The tests that the page on testing shows, run as they stand there.
import "../../docs/examples/testing/app.test.ts"
