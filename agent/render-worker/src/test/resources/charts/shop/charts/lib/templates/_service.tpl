{{- define "lib.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}
  labels: {region: {{ .root.Values.global.region }}}
spec: {ports: [{port: 80}]}
{{- end -}}
