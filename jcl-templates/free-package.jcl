//* ---
//* template: free-package
//* purpose: Free package versions that no module needs any more
//* parameters:
//*   step: { type: step-name }
//*   ssid: { type: subsystem }
//*   packages: { type: package-list, max: 200 }
//*   loadLibrary: { type: data-set, optional: true, says: SDSNLOAD where it is not in the link list }
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - { each: packages, text: "DSNT232I*SUCCESSFUL FREE FOR PACKAGE = *{{ one.collection }}.{{ one.name }}.", ddname: SYSTSPRT }
//*     forbids:
//*       - { text: "DSNT233I*UNSUCCESSFUL FREE", ddname: SYSTSPRT }
//* ---
//{{ step }} EXEC PGM=IKJEFT01,DYNAMNBR=20
{% if loadLibrary %}
//STEPLIB  DD DISP=SHR,DSN={{ loadLibrary }}
{% endif %}
//SYSTSPRT DD SYSOUT=*
//SYSPRINT DD SYSOUT=*
//SYSTSIN  DD *
  DSN SYSTEM({{ ssid }})
{% for package in packages %}
{% if package.version == '' %}
  FREE PACKAGE({{ package.collection }}.{{ package.name }})
{% else %}
  FREE PACKAGE({{ package.collection }}.{{ package.name }}.({{ package.version }}))
{% endif %}
{% endfor %}
  END
/*
