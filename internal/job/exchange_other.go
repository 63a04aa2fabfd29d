//go:build !linux

package job

import "errors"

// exchange is known on Linux only.
func exchange(_, _ string) error { return errors.ErrUnsupported }
