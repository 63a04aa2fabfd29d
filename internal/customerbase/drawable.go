package customerbase

import "clientele/internal/btyd"

type drawable struct{ fit btyd.Fit[btyd.Model] }
